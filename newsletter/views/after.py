"""After the departure: correcting, sending to those who did not get it, taking a passage out of the archive."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from outbox.services import OutboxError

from ..enums import RedactionReason
from ..errors import NewsletterError
from ..forms import ErratumForm, RedactForm
from ..models import Dispatch
from ..reach import copies_read, is_still_leaving
from ..services import redact_segment, send_erratum, send_to_the_others
from .letters import LetterView

EXCERPT = 160


class AfterView(LetterView):
    """A screen that has a meaning once the letter left only."""

    @property
    def departure(self) -> Dispatch:
        return get_object_or_404(Dispatch.objects.select_related("mailing"), letter=self.letter)


class ErratumView(AfterView):
    template_name = "newsletter/admin/erratum.html"
    page_title = "Rectifier la lettre"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        return self._form(ErratumForm())

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        form = ErratumForm(request.POST)
        if not form.is_valid():
            return self._form(form, status=422)
        try:
            sequel = send_erratum(dispatch=self.departure, text=form.cleaned_data["text"], decided_by=request.user)  # type: ignore[arg-type]
        except (NewsletterError, OutboxError) as refusal:
            form.add_error(None, str(refusal))
            return self._form(form, status=409)
        messages.success(
            request, f"La rectification part vers {sequel.mailing.audience} personnes et s’affiche sur l’archive."
        )
        return self.back()

    def _form(self, form: ErratumForm, *, status: int = 200) -> HttpResponse:
        dispatch = self.departure
        readers = copies_read(dispatch).exclude(address="").count()
        return self.show(
            status=status, form=form, letter=self.letter, readers=readers, leaving=is_still_leaving(dispatch)
        )


class OthersView(AfterView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        try:
            sequel = send_to_the_others(dispatch=self.departure, decided_by=request.user)  # type: ignore[arg-type]
        except (NewsletterError, OutboxError) as refusal:
            return self.refuse(refusal)
        messages.success(request, f"La lettre part vers {sequel.mailing.audience} personnes qui ne l’avaient pas.")
        return self.back()


class RedactView(AfterView):
    template_name = "newsletter/admin/redact.html"
    page_title = "Retirer un passage de l’archive"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        return self._form(RedactForm(self.departure))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        self.require(self.rights.can_publish())
        form = RedactForm(self.departure, request.POST)
        if not form.is_valid():
            return self._form(form, status=422)
        redact_segment(
            segment=form.cleaned_data["segment"],
            reason=RedactionReason(form.cleaned_data["reason"]),
            decided_by=request.user,  # type: ignore[arg-type]
        )
        messages.success(request, "Le passage n’est plus montré. À sa place, l’archive dit pourquoi.")
        return self.back("redact")

    def _form(self, form: RedactForm, *, status: int = 200) -> HttpResponse:
        passages = [(segment, _excerpt(segment.html)) for segment in self.departure.segments.all()]
        return self.show(status=status, form=form, letter=self.letter, passages=passages)


def _excerpt(html: str) -> str:
    words: Any = " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…"
