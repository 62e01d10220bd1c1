"""Panels of the article's editing screen, and of the dashboard."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.components import Component


class WritingPanel(Panel):
    """« Aide à l’écriture »: remarks on the latest draft, read by the server, asked for again after each save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "journal/admin/writing_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            url = reverse("journal_hints", args=[self.instance.pk]) if self.instance.pk else ""
            return {**context, "hints_url": url}

        class Media:
            js = ["js/journal-hints.js"]


class SourcePanel(FieldPanel):
    """What an article was prepared from, or « aucun »: Wagtail would print « None »."""

    def format_value_for_display(self, value: Any) -> Any:
        return "aucun" if value is None else super().format_value_for_display(value)


class RefusalsPanel(Component):
    """A card of the dashboard: the articles on line that lost words somebody refused, and wait for others."""

    name = "journal_refusals"
    template_name = "journal/admin/refusals_panel.html"
    order = 20

    def __init__(self, articles: Sequence[Any]) -> None:
        self.articles = articles

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"articles": self.articles}
