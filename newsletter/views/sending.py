"""The screens by which a letter leaves: who gets it, what stops it, where its mails stand. GET changes nothing."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from outbox.enums import MailingState
from outbox.models import Mailing
from outbox.services import OutboxError, cancel_mailing, pause_mailing, release_mailing

from ..audience import audience
from ..errors import LetterNotReady
from ..models import Dispatch, LetterPage
from ..preflight import faults_of
from ..services import send_letter, send_test

ORDERS = {"pause": pause_mailing, "resume": release_mailing, "cancel": cancel_mailing}
DONE = {
    "pause": "L’envoi est en pause. Ce qui partait à cet instant est parti.",
    "resume": "L’envoi a repris.",
    "cancel": "L’envoi est arrêté pour de bon : ce qui n’était pas parti ne partira pas.",
}


class LetterView(WagtailAdminTemplateMixin, View):
    """What the screens of one letter share: the page, and who may look at it."""

    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.letter = get_object_or_404(LetterPage, pk=kwargs["page_id"])
        self.rights = self.letter.permissions_for_user(request.user)
        self.dispatch_row = Dispatch.objects.select_related("mailing", "decided_by").filter(letter=self.letter).first()

    def require(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def back(self) -> HttpResponse:
        return redirect("newsletter_admin:send", self.letter.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[self.letter.get_parent().pk]), "label": "Infolettre"},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.letter.pk]), "label": self.letter.title},
            {"url": "", "label": self.get_page_title()},
        ]


class SendView(LetterView):
    """Before the departure: audience, faults, test. After: the equation, and the buttons that stop it."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_edit())
        return self.show()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        try:
            send_letter(letter=self.letter, decided_by=request.user, revision_seen=_number(request.POST))  # type: ignore[arg-type]
        except LetterNotReady as refusal:
            return self.show(status=409, faults=refusal.faults)
        except OutboxError as refusal:
            messages.error(request, str(refusal))
            return self.back()
        messages.success(request, "La lettre part. Cette page dit où en sont ses courriels.")
        return self.back()

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**extra), status=status)

    def get_page_title(self) -> str:
        return "Suivi de l’envoi" if self.dispatch_row else "Envoyer l’infolettre"

    def get_page_subtitle(self) -> str:
        return str(self.letter.title)

    def get_template_names(self) -> list[str]:
        return ["newsletter/admin/progress.html" if self.dispatch_row else "newsletter/admin/send.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shared = {"letter": self.letter, "may_send": self.rights.can_publish()}
        return {**context, **shared, **(self._progress() if self.dispatch_row else self._preparation(kwargs))}

    def _preparation(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "audience": audience(),
            "faults": given.get("faults") or faults_of(self.letter),
            "revision": self.letter.live_revision_id or 0,
            "submission_key": uuid4(),
        }

    def _progress(self) -> dict[str, Any]:
        dispatch = self.dispatch_row
        assert dispatch is not None
        mailing: Mailing = dispatch.mailing
        return {
            "dispatch": dispatch,
            "mailing": mailing,
            "counts": mailing.counts(),
            "exclusions": mailing.exclusions_in_words(),
            "can_pause": mailing.state == MailingState.RUNNING,
            "can_resume": mailing.state in (MailingState.PAUSED, MailingState.DRAFT),
            "can_cancel": mailing.state in (MailingState.RUNNING, MailingState.PAUSED, MailingState.DRAFT),
        }


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
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Un essai part vers {request.user.email}.")  # type: ignore[union-attr]
        return self.back()


class OrderView(LetterView):
    """Pauses, resumes or stops the mailing of a letter that left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        order = request.POST.get("order", "")
        if self.dispatch_row is None or order not in ORDERS:
            messages.error(request, "Il n’y a rien à commander ici.")
            return self.back()
        try:
            ORDERS[order](mailing=self.dispatch_row.mailing)
        except OutboxError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, DONE[order])
        return self.back()


def _number(posted: Any) -> int:
    """The revision the editor saw; a forged one is a revision nobody saw."""
    value = str(posted.get("revision", ""))
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else -1


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()
