"""The screens by which a letter leaves: who gets it, what stops it, where its mails stand. GET changes nothing."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.dates import short_date_text, time_text
from outbox.enums import MailingState
from outbox.models import Mailing
from outbox.selectors import progress_of
from outbox.services import OutboxError, cancel_mailing, pause_mailing, release_mailing

from ..audience import audience
from ..errors import Fault, LetterNotReady, NewsletterError
from ..figures import figures_of
from ..fingerprints import fingerprint_of
from ..forms import AudienceForm, ScheduleForm
from ..models import Schedule
from ..preflight import faults_of
from ..reach import count_without, is_lost, is_still_leaving
from ..services import schedule_letter, send_letter, send_test, unschedule_letter
from .letters import LetterView

SECONDS_BETWEEN_LOOKS = 10
ORDERS = {"pause": pause_mailing, "resume": release_mailing, "cancel": cancel_mailing}
DONE = {
    "pause": "L’envoi est en pause. Ce qui partait à cet instant est parti.",
    "resume": "L’envoi a repris.",
    "cancel": "L’envoi est arrêté pour de bon : ce qui n’était pas parti ne partira pas.",
}


class SendView(LetterView):
    """Before the departure: audience, faults, test, hour. After: the equation, and the buttons that stop it.

    While mails leave, the screen renews itself, with or without JavaScript.
    """

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        response = self.show()
        if self.dispatch_row and self.dispatch_row.mailing.state == MailingState.RUNNING:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        chosen = AudienceForm(request.POST)
        if not chosen.is_valid():
            return self.show(status=422, audience_form=chosen)
        try:
            send_letter(
                letter=self.letter,
                decided_by=request.user,  # type: ignore[arg-type]
                seen=request.POST.get("fingerprint", ""),
                selection=chosen.cleaned_data["selection"],
            )
        except LetterNotReady as refusal:
            return self.show(status=409, faults=refusal.faults)
        except OutboxError as refusal:
            return self.refuse(refusal)
        messages.success(request, "La lettre part. Cette page dit où en sont ses courriels.")
        return self.back()

    def get_page_title(self) -> str:
        return "Suivi de l’envoi" if self.dispatch_row else "Envoyer l’infolettre"

    def get_template_names(self) -> list[str]:
        return ["newsletter/admin/progress.html" if self.dispatch_row else "newsletter/admin/send.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shared = {"letter": self.letter, "may_send": self.rights.can_publish()}
        return {**context, **shared, **(self._progress() if self.dispatch_row else self._preparation(kwargs))}

    def _preparation(self, given: dict[str, Any]) -> dict[str, Any]:
        schedule = Schedule.objects.filter(letter=self.letter).select_related("decided_by", "selection").first()
        chosen = given.get("audience_form") or self._audience_form(schedule)
        selection = chosen.cleaned_data.get("selection") if chosen.is_valid() else None
        faults: list[Fault] = list(given.get("faults") or faults_of(self.letter, selection=selection))
        return {
            "audience": audience(selection),
            "audience_form": chosen,
            "selection": selection,
            "errors": [fault for fault in faults if fault.stops],
            "warnings": [fault for fault in faults if not fault.stops],
            "fingerprint": fingerprint_of(self.letter),
            "submission_key": uuid4(),
            "schedule": schedule,
            "stopped_by": [Fault.from_dict(stored) for stored in schedule.faults] if schedule else [],
            "schedule_form": given.get("schedule_form") or ScheduleForm(),
        }

    def _audience_form(self, schedule: Schedule | None) -> AudienceForm:
        """What was chosen on this screen, or else when the letter was scheduled."""
        asked = self.request.GET if self.request.method in ("GET", "HEAD") else self.request.POST
        scheduled = {"selection": schedule.selection_id or ""} if schedule else {}
        return AudienceForm(asked if "selection" in asked else scheduled)

    def _progress(self) -> dict[str, Any]:
        dispatch = self.dispatch_row
        assert dispatch is not None
        mailing: Mailing = dispatch.mailing
        leaving, counts = is_still_leaving(dispatch), mailing.counts()
        return {
            "dispatch": dispatch,
            "mailing": mailing,
            "counts": counts,
            "settled": counts.audience - counts.waiting,
            "speed": progress_of(mailing, waiting=counts.waiting, now=timezone.now()),
            "exclusions": mailing.exclusions_in_words(),
            "can_pause": mailing.state == MailingState.RUNNING,
            "can_resume": mailing.state in (MailingState.PAUSED, MailingState.DRAFT),
            "can_cancel": mailing.state in (MailingState.RUNNING, MailingState.PAUSED, MailingState.DRAFT),
            "sequels": [(sequel, sequel.mailing.counts()) for sequel in dispatch.sequels.select_related("mailing")],
            "is_leaving": leaving,
            "is_lost": is_lost(dispatch),
            "without": 0 if leaving else count_without(dispatch),
            "figures": figures_of(dispatch),
        }


class ScheduleView(SendView):
    """Chooses the hour of the departure, or gives it up."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        if request.POST.get("order") == "unschedule":
            if unschedule_letter(letter=self.letter, decided_by=request.user):  # type: ignore[arg-type]
                messages.success(request, "La lettre n’est plus programmée.")
            return self.back()
        form, chosen = ScheduleForm(request.POST), AudienceForm(request.POST)
        if not (form.is_valid() and chosen.is_valid()):
            return self.show(status=422, schedule_form=form, audience_form=chosen)
        leaves_at = form.cleaned_data["leaves_at"]
        try:
            schedule_letter(
                letter=self.letter,
                leaves_at=leaves_at,
                decided_by=request.user,  # type: ignore[arg-type]
                seen=request.POST.get("fingerprint", ""),
                selection=chosen.cleaned_data["selection"],
            )
        except LetterNotReady as refusal:
            return self.show(status=409, faults=refusal.faults, schedule_form=form)
        except NewsletterError as refusal:
            form.add_error("leaves_at", str(refusal))
            return self.show(status=409, schedule_form=form)
        here = timezone.localtime(leaves_at)
        when = f"le {short_date_text(here)} à {time_text(here)}"
        messages.success(request, f"La lettre partira {when}, si rien ne s’y oppose alors.")
        return self.back()


class TestSendView(LetterView):
    """Sends the letter as it is being written, published or not, to the editor's own address."""

    http_method_names = ["post"]
    __test__ = False  # not a test case, whatever its name says

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        draft = self.letter.get_latest_revision_as_object()
        try:
            send_test(letter=draft, user=request.user, submission_key=_key(request))  # type: ignore[arg-type]
        except OutboxError as refusal:
            return self.refuse(refusal)
        messages.success(request, f"Un essai part vers {request.user.email}.")  # type: ignore[union-attr]
        return self.back()


class OrderView(LetterView):
    """Pauses, resumes or stops the mailing of a letter that left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        order = request.POST.get("order", "")
        if self.dispatch_row is None or order not in ORDERS:
            return self.refuse("Il n’y a rien à commander ici.")
        try:
            ORDERS[order](mailing=self.dispatch_row.mailing)
        except OutboxError as refusal:
            return self.refuse(refusal)
        messages.success(request, DONE[order])
        return self.back()


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()
