"""« Bilan pour les financeurs »: on the screen, as a table file, as pages. GET only."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .figures import By, Report, report_of
from .files import as_csv, as_pdf, context_of

BY_LABELS = {
    By.PROGRAMME: "par programme",
    By.TERRITORY: "par territoire",
    By.PROFILE: "par profil",
}


class ImpactView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """`?annee=` (nothing: all), `?par=` (annee, programme, territoire, profil), `?fichier=` (csv, pdf)."""

    permission_required = "events.view_registration"
    raise_exception = True
    template_name = "newsletter/admin/impact.html"
    page_title = "Bilan pour les financeurs"
    header_icon = "table"

    def get(self, request: HttpRequest) -> HttpResponse:
        report = report_of(_year(request.GET.get("annee", "")), _by(request.GET.get("par", "")))
        form = request.GET.get("fichier", "")
        if form in ("csv", "pdf"):
            return _file(report, form)
        choices = [(by.value, label) for by, label in BY_LABELS.items()]
        return self.render_to_response(self.get_context_data(**context_of(report), choices=choices))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


def _file(report: Report, form: str) -> HttpResponse:
    content = as_csv(report) if form == "csv" else as_pdf(report)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/pdf"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="bilan-{report.year or "toutes-annees"}-{report.by}.{form}"'
    return answer


def _year(text: str) -> int | None:
    """A year people may have worked in; anything else is no choice."""
    is_year = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if is_year and int(text) > 1900 else None


def _by(text: str) -> By:
    return By(text) if text in set(By) else By.PROGRAMME
