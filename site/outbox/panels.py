from typing import Any

from wagtail.admin.ui.components import Component


class ClosedPanel(Component):
    """On the home page of the admin: mail is stopped, and where to let it leave again."""

    name = "outbox_closed"
    template_name = "outbox/admin/closed_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {}
