"""Panels of the article's editing screen."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


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
