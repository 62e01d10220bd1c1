import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.fields import StreamField
from cms.models import BasePage

from ..blocks import LetterBlock


class LetterIndexPage(BasePage):
    """The archive of the infolettre, and where to subscribe."""

    introduction = models.TextField("introduction", blank=True, max_length=600)

    teaser_kind_label = "Infolettre"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.LetterPage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "archive de l’infolettre"
        verbose_name_plural = "archives de l’infolettre"


class LetterPage(BasePage):
    """One infolettre, composed from teasers. Once sent, the web shows the frozen content of its mailing."""

    date = models.DateField("date", default=timezone.localdate)
    subject = models.CharField("objet du courriel", max_length=120, blank=True, help_text="À défaut, le titre.")
    body = StreamField(LetterBlock(), blank=True, verbose_name="contenu de la lettre")
    teaser_kind = "letter"
    teaser_kind_label = "Infolettre"
    parent_page_types = ["newsletter.LetterIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("date"), FieldPanel("subject"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "infolettre"
        verbose_name_plural = "infolettres"

    @property
    def teaser_date(self) -> dt.date | None:
        return self.date


class Dispatch(models.Model):
    """The departure of a letter: a live fact, outside the page, because publishing an older draft must not forget it."""

    letter = models.OneToOneField(
        LetterPage, on_delete=models.PROTECT, related_name="dispatch", verbose_name="infolettre"
    )
    mailing = models.OneToOneField(
        "outbox.Mailing", on_delete=models.PROTECT, related_name="dispatch", verbose_name="envoi"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", default=timezone.now)

    class Meta:
        verbose_name = "départ de l’infolettre"
        verbose_name_plural = "départs de l’infolettre"

    def __str__(self) -> str:
        return str(self.letter)
