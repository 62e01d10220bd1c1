"""Bringing a list in: the file and its proof, then what each row would do, then the button."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.csv_files import FileUnreadable

from ..enums import ImportMode, ImportVerdict
from ..forms.lists import ImportForm
from ..models import ListImport
from ..services.importing import ImportOver, discard_import, prepare_import, run_import
from .subscribers import REGISTER

ROWS_SHOWN = 500
SECONDS_BETWEEN_LOOKS = 5


class ListView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    permission_required = "newsletter.change_subscriber"
    raise_exception = True
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class ImportView(ListView):
    """The file, and the proof without which it is not read."""

    page_title = "Importer une liste"
    template_name = "newsletter/admin/import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=ImportForm()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return redirect("newsletter_admin:review_import", self.prepare(request, form).uuid)
            except FileUnreadable as error:
                form.add_error("file", str(error))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def prepare(self, request: HttpRequest, form: ImportForm) -> ListImport:
        said, file = form.cleaned_data, form.cleaned_data["file"]
        return prepare_import(
            content=file.read(),
            file_name=file.name,
            mode=ImportMode(said["mode"]),
            proof=said["proof"],
            collected_on=said["collected_on"],
            by=request.user,  # type: ignore[arg-type]
        )


class ReviewImportView(ListView):
    """The dry run. Nothing is written before the button, and the rows are judged again then.

    While lines are read or written, the screen renews itself, with or without JavaScript.
    """

    page_title = "Relire avant d’importer"
    template_name = "newsletter/admin/review_import.html"

    def get(self, request: HttpRequest, key: Any) -> HttpResponse:
        listed = get_object_or_404(ListImport, uuid=key)
        counts = [(verdict, listed.counts.get(verdict.value, 0)) for verdict in ImportVerdict]
        judged = [] if listed.is_working else listed.rows[:ROWS_SHOWN]
        rows = [(row[0], f"{row[1]} {row[2]}".strip(), ImportVerdict(row[4])) for row in judged]
        new = listed.counts.get(ImportVerdict.NEW.value, 0)
        shown = {"listed": listed, "counts": counts, "rows": rows, "new": new, "hidden": len(listed.rows) - len(rows)}
        response = self.render_to_response(self.get_context_data(**shown))
        if listed.is_working:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        listed = get_object_or_404(ListImport, uuid=key)
        if "discard" in request.POST:
            discard_import(listed=listed)
            messages.success(request, "La liste est abandonnée : rien n’a été importé.")
            return redirect(REGISTER)
        try:
            done = run_import(listed=listed, by=request.user)  # type: ignore[arg-type]
        except ImportOver as refusal:
            messages.error(request, str(refusal))
            return redirect(REGISTER)
        if done.done_at is None:
            messages.success(request, "L’import a commencé. Cette page dit où il en est.")
            return redirect("newsletter_admin:review_import", listed.uuid)
        messages.success(request, f"Nouvelles adresses importées : {done.counts[ImportVerdict.NEW.value]}.")
        return redirect(REGISTER)
