"""Screens of the admin that are no list of rows."""

from typing import Any

from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .contradictions import contradictions


class DatesToCheckView(WagtailAdminTemplateMixin, TemplateView):
    """Free-text dates that contradict the deadline of an open call (S0-08)."""

    template_name = "home/admin/dates_report.html"
    page_title = "Dates à vérifier"
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "found": contradictions()}
