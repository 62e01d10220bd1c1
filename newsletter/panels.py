"""Panels of the letter's editing screen: where it stands, what could fill it, what must be mended."""

from typing import Any

from wagtail.admin.panels import Panel

from .models.dispatches import Dispatch


class DeparturePanel(Panel):
    """Says, at the head of a letter, whether it left or when it will, and leads to the screen that sends it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsletter/admin/departure_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "letter": self.instance}


class ComposingPanel(DeparturePanel):
    """« Proposer le sommaire », what changed since, and the preflight of the draft; gone once the letter left."""

    class BoundPanel(DeparturePanel.BoundPanel):
        template_name = "newsletter/admin/composing_panel.html"

        def is_shown(self) -> bool:
            return not Dispatch.objects.filter(letter=self.instance.pk).exists()
