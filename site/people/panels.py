from typing import Any

from wagtail.admin.panels import Panel


class ConsentsPanel(Panel):
    """What a person agreed to, read only: a consent is recorded by a service, with its proof."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "people/admin/consents_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["consents"] = self.instance.consents.select_related("recorded_by") if self.instance.pk else []
            return context

        def is_shown(self) -> bool:
            return bool(self.instance.pk)
