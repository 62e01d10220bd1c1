"""« Le jour J »: the editors' screens around the day of an event. Everything that changes something is a POST."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.numbers import number_in
from cms.qr import qr_svg_uri
from people.models import User

from .. import papers
from ..attendance import attendance_of
from ..door import door_url
from ..enums import PresenceSource
from ..errors import EventsError
from ..forms.day import CalendarForm, JoinLinkForm, MaterialFormSet, MessageForm, QuestionFormSet, kept
from ..half_days import half_days_of
from ..models import EventMessage, Session
from ..services import Note, change_join_link, note_presences, renew_door_key
from ..services.certificates import issue_certificate
from ..services.evaluations import ensure_questionnaire, results_of, save_questionnaire
from ..services.followups import save_materials, to_thank
from ..services.importing import import_dates
from ..services.messaging import Addressee, addressees_of, preview_of, send_message, write_message
from .certificates import pdf
from .sessions import event_or_404, may_edit_sessions

PAPERS = {"emargement": papers.attendance_sheet, "tour-de-table": papers.round_table_sheets}


class DayScreen(WagtailAdminTemplateMixin, View):
    """For those who may both edit the event and read who registered."""

    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = event_or_404(kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_edit_sessions(request.user, self.event) or not request.user.has_perm("events.view_registration"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def session(self, pk: int) -> Session:
        return get_object_or_404(self.event.sessions.select_related("event", "module").prefetch_related("slots"), pk=pk)

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(event=self.event, **context), status=status)

    def done(self, words: str, name: str = "events_day") -> HttpResponse:
        messages.success(self.request, words)
        return redirect(name, self.event.pk)

    def get_page_title(self) -> str:
        return f"{self.page_title} : {self.event.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        hub = reverse("events_day", args=[self.event.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": self.event.title},
            {"url": "" if self.page_title == DayView.page_title else hub, "label": DayView.page_title},
            *([] if self.page_title == DayView.page_title else [{"url": "", "label": self.page_title}]),
        ]


class DayView(DayScreen):
    """The dates of the event, each with what its day needs; the join link is changed here, in one action."""

    template_name = "events/admin/day.html"
    page_title = "Le jour J"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(form=JoinLinkForm(), rows=self.rows())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if "porte" in request.POST:
            renew_door_key(session=self.session(number_in(request.POST["porte"])))
            return self.done("L’ancien lien d’accueil n’ouvre plus rien. Donnez le nouveau.")
        form = JoinLinkForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, rows=self.rows(), status=422)
        changed = change_join_link(event=self.event, url=form.cleaned_data["url"])
        return self.done(f"Le lien est changé pour {changed} date{'s' if changed > 1 else ''} : rien d’autre à faire.")

    def rows(self) -> list[dict[str, Any]]:
        sessions = self.event.sessions.select_related("event").order_by("starts_at", "pk")
        return [{"session": each, "door": door_url(each), "code": qr_svg_uri(door_url(each))} for each in sessions]


class PresenceView(DayScreen):
    """The signed sheet, typed in: a box for each half-day; only what changed is noted."""

    template_name = "events/admin/presence.html"
    page_title = "Présences"

    def get(self, request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
        session = self.session(pk)
        return self.show(session=session, halves=half_days_of(session), lines=attendance_of(session))

    def post(self, request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
        session, now = self.session(pk), timezone.now()
        ticked = set(request.POST.getlist("present"))
        notes = [
            Note(line.registration.uuid, now, is_present=is_here, half_day=half.key)
            for line in attendance_of(session)
            for half, note in line.notes
            for is_here in [f"{line.registration.uuid}:{half.key}" in ticked]
            if is_here != bool(note and note.is_present)
        ]
        note_presences(session=session, notes=notes, source=PresenceSource.SHEET, now=now)
        return self.done("Les présences sont notées.")


class PaperView(DayScreen):
    """`…/emargement.pdf` and `…/tour-de-table.pdf`."""

    def get(self, request: HttpRequest, page_id: int, pk: int, name: str) -> HttpResponse:
        if name not in PAPERS:
            raise Http404("Aucun document de ce nom.")
        session = self.session(pk)
        return pdf(PAPERS[name](session), f"{name}-{session.local_date:%Y-%m-%d}.pdf")


class MessageView(DayScreen):
    """Write, look, send: a message is shown as one of its readers gets it before anything leaves."""

    template_name = "events/admin/message.html"
    page_title = "Écrire aux personnes inscrites"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        sent = EventMessage.objects.filter(event=self.event.pk).exclude(sent_at=None)
        return self.show(form=MessageForm(event=self.event), sent=list(sent[:20]))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        drafts = EventMessage.objects.filter(event=self.event.pk)
        draft = drafts.filter(pk=number_in(request.POST.get("message", ""))).first()
        if draft and "envoyer" in request.POST:
            return self.send(draft)
        form = MessageForm(request.POST, event=self.event)
        if not form.is_valid():
            return self.show(form=form, sent=[], status=422)
        try:
            draft = write_message(event=self.event, by=self.author, message=draft, **form.cleaned_data)
        except EventsError as refusal:
            return self.refuse(refusal)
        people = addressees_of(draft)
        return self.show(form=form, draft=draft, people=people, mail=preview_of(draft, first_of(people)), sent=[])

    @property
    def author(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    def send(self, draft: EventMessage) -> HttpResponse:
        try:
            number = send_message(message=draft)
        except EventsError as refusal:
            return self.refuse(refusal)
        return self.done(f"Le message part à {number} adresse{'s' if number > 1 else ''}.")

    def refuse(self, refusal: EventsError) -> HttpResponse:
        messages.error(self.request, refusal.text)
        return redirect("events_message", self.event.pk)


class ImportView(DayScreen):
    """Dates of another calendar, shown before they are written: the file is read twice, and kept nowhere."""

    template_name = "events/admin/import.html"
    page_title = "Importer un calendrier"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(form=CalendarForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = CalendarForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        reading = form.reading
        if "importer" not in request.POST:
            return self.show(form=form, reading=reading)
        done = import_dates(event=self.event, dates=reading.dates)
        return self.done(
            f"Dates ajoutées : {done.added} ; changées : {done.changed} ; déjà à jour : {done.unchanged}.",
            "events_sessions",
        )


class MaterialsView(DayScreen):
    template_name = "events/admin/materials.html"
    page_title = "Supports"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        rows = self.event.materials.values("title", "document", "url")
        return self.show(forms=MaterialFormSet(initial=list(rows), prefix="supports"))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        rows = self.event.materials.values("title", "document", "url")
        forms = MaterialFormSet(request.POST, initial=list(rows), prefix="supports")
        if not forms.is_valid():
            return self.show(forms=forms, status=422)
        save_materials(event=self.event, materials=[form.material for form in kept(forms)])
        return self.done("Les supports sont enregistrés : le courriel de remerciement les donnera.")


class EvaluationView(DayScreen):
    """What people thought of it, and the questions they are asked."""

    template_name = "events/admin/evaluation.html"
    page_title = "Évaluation"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(results=results_of(self.event), forms=self.forms())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        ensure_questionnaire(self.event)
        forms = self.forms(request.POST)
        if not forms.is_valid():
            return self.show(results=results_of(self.event), forms=forms, status=422)
        save_questionnaire(event=self.event, drafts=[form.draft for form in kept(forms)])
        return self.done("Les questions sont enregistrées.", "events_evaluation")

    def forms(self, data: Any = None) -> Any:
        rows = list(self.event.evaluation_questions.values("pk", "label", "kind"))
        return QuestionFormSet(data, initial=rows, prefix="questions")


class CertificatesView(DayScreen):
    """POST makes the certificate of one person, and answers with the paper."""

    template_name = "events/admin/certificates.html"
    page_title = "Attestations"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show(people=[row.person for row in to_thank(self.event.pk, with_address=False)])

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        people = {str(row.person_id): row.person for row in to_thank(self.event.pk, with_address=False)}
        person = people.get(request.POST.get("personne", ""))
        if person is None:
            raise Http404("Cette personne n’est pas inscrite à ce rendez-vous.")
        try:
            certificate = issue_certificate(person=person, event=self.event)
        except EventsError as refusal:
            messages.error(request, refusal.text)
            return redirect("events_certificates", self.event.pk)
        return pdf(papers.certificate_paper(certificate), f"attestation-{certificate.code}.pdf")


def first_of(people: list[Addressee]) -> Addressee | None:
    return people[0] if people else None
