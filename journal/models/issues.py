import datetime as dt
from dataclasses import replace

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage
from cms.teasers import Teaser

from ..enums import IssueColour
from ..forms.pages import IssuePageForm


class JournalPage(BasePage):
    """« Le Dirigeable »: its issues, newest first."""

    introduction = models.TextField(
        "introduction", blank=True, max_length=600, help_text="Ce qu’est le journal, qui l’écrit, où on le trouve."
    )

    teaser_kind = "journal"
    teaser_kind_label = "Journal"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["journal.IssuePage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "journal"
        verbose_name_plural = "journaux"


class IssuePageQuerySet(PageQuerySet):
    def published(self) -> "IssuePageQuerySet":
        """Issues a visitor may read, newest first."""
        return self.live().public().order_by("-number", "-pk")


class IssuePage(BasePage):
    """One issue: number, season, cover, édito, and its articles as child pages."""

    number = models.PositiveSmallIntegerField("numéro")
    season = models.CharField("saison", max_length=60, blank=True, help_text="Par exemple « Automne 2026 ».")
    date = models.DateField("date de parution", null=True, blank=True)
    theme = models.CharField(
        "thème du numéro",
        max_length=120,
        blank=True,
        help_text="En gros sur la couverture, par exemple « Se déplacer ».",
    )
    cover = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="couverture",
        help_text="Sans image, la couverture est dessinée avec le numéro, le thème et la couleur.",
    )
    colour = models.CharField(
        "couleur",
        max_length=10,
        choices=IssueColour.choices,
        default=IssueColour.FIR,
        help_text="Chaque couleur reste lisible, de jour comme de nuit.",
    )
    editorial = StreamField(BodyBlock(), blank=True, verbose_name="édito")
    editorial_author = models.CharField("édito signé par", max_length=120, blank=True)

    objects = PageManager.from_queryset(IssuePageQuerySet)()

    teaser_kind = "issue"
    teaser_kind_label = "Numéro"
    teaser_relations = ("listing_image__renditions", "cover__renditions")
    base_form_class = IssuePageForm
    parent_page_types = ["journal.JournalPage"]
    subpage_types = ["journal.ArticlePage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("season"), FieldPanel("date"), FieldPanel("theme")],
            heading="Le numéro",
        ),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("colour")], heading="La couverture"),
        MultiFieldPanel([FieldPanel("editorial"), FieldPanel("editorial_author")], heading="L’édito"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("theme"), index.SearchField("editorial")]

    class Meta:
        verbose_name = "numéro"
        verbose_name_plural = "numéros"

    @property
    def teaser(self) -> Teaser:
        """The cover stands for the issue unless another picture was chosen to announce it."""
        teaser = super().teaser
        return replace(teaser, image=teaser.image or self.cover)

    @property
    def teaser_date(self) -> dt.date | None:
        return self.date

    @property
    def teaser_date_label(self) -> str:
        return "" if self.date else self.season
