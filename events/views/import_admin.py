"""« Importer un tableur »: what was said in the room and typed elsewhere joins the état des lieux (S3-23)."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.exports import french_csv
from people.models import User
from people.services import ConsentTextMissing

from ..captured_files import COLUMNS
from ..enums import DiagnosisKind
from ..errors import EventsError
from ..forms.rooms import CapturedForm
from ..services.importing_items import ImportRefused, Judged, import_items, judge_items
from .workshop_screens import WorkshopScreen

SAMPLE = (
    ("frein", "Le dernier car part à 19 heures.", "matin", "1", "Camille", "Martin", "Régie de quartier", "oui"),
    ("besoin", "Savoir la veille qui part, et d’où.", "amont", "", "", "", "", ""),
)


class ImportScreen(WorkshopScreen):
    """GET asks for a file, or gives a model of one with `?modele=1`; POST shows what it would do, then does it.

    422 when lines are to be corrected, 409 when a rule refuses the rest: nothing is written by halves.
    """

    template_name = "events/admin/import_items.html"
    page_title = "Importer un tableur"
    url_name = "events_diagnosis"
    header_icon = "upload"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return _sample() if "modele" in request.GET else self.show(form=CapturedForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = CapturedForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        if "importer" not in request.POST:
            judged = judge_items(workshop=self.workshop, reading=form.reading)
            return self.show(form=CapturedForm(), judged=judged, status=422 if judged.faults else 200)
        try:
            done = import_items(workshop=self.workshop, reading=form.reading, by=cast(User, request.user))
        except ImportRefused as refusal:
            return self.show(form=CapturedForm(), judged=Judged(faults=refusal.faults), status=422)
        except (EventsError, ConsentTextMissing) as refusal:
            messages.error(request, str(refusal))
            return self.show(form=CapturedForm(), status=409)
        messages.success(request, _words(done))
        back = reverse(self.url_name, args=[self.workshop.pk])
        return redirect(f"{back}?voir=new" if done.new else back)

    def rows(self) -> dict[str, Any]:
        return {"columns": COLUMNS, "kinds": DiagnosisKind.labels, "judged": None}


def _words(done: Judged) -> str:
    new, known = len(done.new), len(done.known)
    many, there = "s" if new > 1 else "", "y étai" + ("ent" if known > 1 else "t")
    added = f"{new} élément{many} ajouté{many}, à relire." if new else "Rien de nouveau dans ce fichier."
    return f"{added} {known} ligne{'s' if known > 1 else ''} {there} déjà." if known else added


def _sample() -> HttpResponse:
    response = HttpResponse(french_csv([COLUMNS, *SAMPLE]), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="etat-des-lieux-modele.csv"'
    return response
