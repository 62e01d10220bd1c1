"""Panels of the letter's editing screen."""

from typing import Any

from wagtail.admin.panels import Panel


class DeparturePanel(Panel):
    """Says, at the head of a letter, whether it left, and leads to the screen that sends it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsletter/admin/departure_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "letter": self.instance}
