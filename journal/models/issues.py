import datetime as dt
from dataclasses import replace

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage
from cms.teasers import Teaser

from ..enums import IssueColour, Periodicity
from ..forms.pages import IssuePageForm
from ..issn import validate_issn


class JournalPage(BasePage):
    """« Le Dirigeable »: its issues, newest first."""

    introduction = models.TextField(
        "introduction", blank=True, max_length=600, help_text="Ce qu’est le journal, qui l’écrit, où on le trouve."
    )

    periodicity = models.CharField(
        "périodicité",
        max_length=12,
        choices=Periodicity.choices,
        default=Periodicity.ANNUAL,
        help_text="Telle qu’elle est déclarée. Un journal annuel n’est pas un périodique : son ours est plus court.",
    )
    issn = models.CharField(
        "ISSN",
        max_length=9,
        blank=True,
        validators=[validate_issn],
        help_text="Par exemple « 0378-5955 ». Il s’obtient auprès du centre ISSN France, à la BnF.",
    )
    editor_in_chief = models.CharField("responsable de la rédaction", max_length=120, blank=True)
    printer = models.TextField(
        "imprimerie",
        blank=True,
        max_length=300,
        help_text="Nom et adresse, ou « Imprimé par nos soins ».",
    )
    price = models.CharField("prix", max_length=60, blank=True, help_text="« Gratuit », « Prix libre », « 3 € ».")
    reply_contact = models.CharField(
        "pour exercer un droit de réponse",
        max_length=250,
        blank=True,
        help_text="Une adresse. Vide : l’adresse de contact du site.",
    )

    teaser_kind = "journal"
    teaser_kind_label = "Journal"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["journal.IssuePage"]
    max_count = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("periodicity"),
                FieldPanel("issn"),
                FieldPanel("editor_in_chief"),
                FieldPanel("printer"),
                FieldPanel("price"),
                FieldPanel("reply_contact"),
            ],
            heading="L’ours",
            help_text="Le nom, l’adresse et la direction de la publication viennent de « Identité du site ».",
        ),
    ]

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
    legal_deposit_on = models.DateField(
        "dépôt légal le", null=True, blank=True, help_text="Le jour du dépôt à la BnF ; il est imprimé dans l’ours."
    )
    archive_pdf = models.ForeignKey(
        "cms.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="PDF d’un ancien numéro",
        help_text="Pour un numéro paru avant ce site : on le lit et le télécharge tel quel.",
    )

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
            [
                FieldPanel("number"),
                FieldPanel("season"),
                FieldPanel("date"),
                FieldPanel("legal_deposit_on"),
                FieldPanel("theme"),
            ],
            heading="Le numéro",
        ),
        InlinePanel(
            "ordered_rubrics",
            heading="Rubriques de ce numéro",
            label="rubrique",
            help_text="Dans l’ordre du sommaire. Sans choix, l’ordre habituel.",
        ),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("colour")], heading="La couverture"),
        MultiFieldPanel([FieldPanel("editorial"), FieldPanel("editorial_author")], heading="L’édito"),
        MultiFieldPanel([FieldPanel("archive_pdf")], heading="Archive"),
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


class IssueRubric(Orderable):
    """A rubric of one issue, in its place."""

    page = ParentalKey(IssuePage, on_delete=models.CASCADE, related_name="ordered_rubrics")
    rubric = models.ForeignKey("journal.Rubric", on_delete=models.PROTECT, related_name="+", verbose_name="rubrique")

    class Meta(Orderable.Meta):
        verbose_name = "rubrique d’un numéro"
        verbose_name_plural = "rubriques d’un numéro"

    def __str__(self) -> str:
        return str(self.rubric)
