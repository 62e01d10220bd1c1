"""The infolettre as pages: the letters, and their archive."""

import datetime as dt
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.fields import StreamField
from cms.models import BasePage

from ..archive import archive_listing, letter_on_the_web
from ..blocks import LetterBlock
from ..panels import ComposingPanel, DeparturePanel
from ..previews import MODES, SIZES, preview_response


class LetterIndexPage(BasePage):
    """The archive of the infolettre, and where to subscribe."""

    introduction = models.TextField("introduction", blank=True, max_length=600)

    teaser_kind = "letters"
    teaser_kind_label = "Infolettre"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.LetterPage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "archive de l’infolettre"
        verbose_name_plural = "archives de l’infolettre"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "letters": archive_listing(self, request.GET.get("page"))}


class LetterPage(BasePage):
    """One infolettre, composed from teasers. Once sent, the web shows the frozen content of its mailing."""

    date = models.DateField("date", default=timezone.localdate)
    subject = models.CharField("objet du courriel", max_length=120, blank=True, help_text="À défaut, le titre.")
    body = StreamField(LetterBlock(), blank=True, verbose_name="contenu de la lettre")

    teaser_kind = "letter"
    teaser_kind_label = "Infolettre"
    parent_page_types = ["newsletter.LetterIndexPage"]
    subpage_types: list[str] = []
    preview_modes = [*MODES, ("", "Page du site")]
    preview_sizes = SIZES
    content_panels = [
        DeparturePanel(heading="Envoi"),
        ComposingPanel(heading="Sommaire et vérifications"),
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("subject"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "infolettre"
        verbose_name_plural = "infolettres"

    @property
    def teaser_date(self) -> dt.date | None:
        return self.date

    @property
    def mail_subject(self) -> str:
        """What the mail announces in the reader's list."""
        return self.subject or self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "web": letter_on_the_web(self, preview=getattr(request, "is_preview", False))}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name in dict(MODES):
            return preview_response(self, mode_name)
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response
