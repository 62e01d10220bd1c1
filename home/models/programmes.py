"""What an association offers over time, where it was given, and how it changed."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.enums import TerritoryKind
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import EditionStage, PartnerRole, ProgrammeFamily

FEATURES = ["bold", "italic", "link", "ul", "ol"]
# The typed parts of a training's programme, in the order they are read (S1-09). `audience` and `duration` stand apart:
# they are facts of a line, shown at the head of the page.
SECTIONS = {
    "context": "Contexte",
    "objectives": "Objectifs",
    "skills": "Compétences attendues",
    "prerequisites": "Prérequis",
    "methods": "Modalités",
    "evaluation": "Évaluation",
    "accessibility": "Accessibilité",
}


@dataclass(frozen=True)
class Section:
    """One typed part that says something: `text` is HTML of editors."""

    name: str
    title: str
    text: str


def _part(name: str, help_text: str = "") -> RichTextField:
    return RichTextField(SECTIONS[name].lower(), blank=True, features=FEATURES, help_text=help_text)


class ProgrammePage(BasePage):
    """What an association offers over time: a series, a training, an accompaniment (S0-01, S1, S2, S4)."""

    family = models.CharField(
        "famille", max_length=20, choices=ProgrammeFamily.choices, default=ProgrammeFamily.COOPERATION
    )
    period = models.CharField("période", max_length=120, blank=True)
    audience = models.TextField("publics", blank=True, max_length=600)
    duration = models.CharField("durée", max_length=160, blank=True)
    context = _part("context")
    objectives = _part("objectives")
    skills = _part("skills")
    prerequisites = _part("prerequisites")
    methods = _part("methods", "Sur place ou à distance, apports, pratique, rythme.")
    evaluation = _part("evaluation")
    accessibility = _part(
        "accessibility", "Ce qui est prévu pour les personnes en situation de handicap, et qui appeler."
    )
    coverage_kind = models.CharField(
        "se déploie par",
        max_length=20,
        choices=TerritoryKind.choices,
        blank=True,
        help_text="L’échelle des éditions : « délégation » fait dire « 1 délégation sur 6 ».",
    )
    coverage_total = models.PositiveSmallIntegerField(
        "combien en tout",
        null=True,
        blank=True,
        help_text="Vide : celles que le site connaît dans le territoire du programme.",
    )
    shows_quotations = models.BooleanField(
        "montrer les citations", default=True, help_text="Les paroles citées dans la page et dans le lexique."
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "programme"
    teaser_kind_label = "Programme"
    parent_page_types = ["home.ProgrammeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("family"), FieldPanel("period"), FieldPanel("audience"), FieldPanel("duration")],
            heading="En bref",
        ),
        InlinePanel("partners", heading="Pilotes, financeurs et partenaires", label="structure"),
        MultiFieldPanel([FieldPanel(name) for name in SECTIONS], heading="Le programme, partie par partie"),
        InlinePanel("editions", heading="Éditions dans les territoires", label="édition"),
        FieldRowPanel([FieldPanel("coverage_kind"), FieldPanel("coverage_total")], heading="Couverture"),
        InlinePanel("shared_words", heading="Mots partagés", label="mot du lexique"),
        FieldPanel("shows_quotations"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        *(index.SearchField(name) for name in SECTIONS),
        index.SearchField("searchable_body"),
    ]

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"

    @property
    def shown_body(self) -> list[Any]:
        """The blocks of the body that readers see: without what people said, when the editor hides it (S1-03)."""
        return [block for block in self.body if self.shows_quotations or block.block_type != "quote"]

    @property
    def searchable_body(self) -> list[str]:
        return [words for block in self.shown_body for words in block.block.get_searchable_content(block.value)]

    @property
    def sections(self) -> list[Section]:
        """The typed parts that say something, in their order."""
        return [Section(name, title, text) for name, title in SECTIONS.items() if (text := getattr(self, name))]


class ProgrammePartner(Orderable):
    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="programme_roles",
        verbose_name="structure",
    )
    role = models.CharField("rôle", max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    class Meta(Orderable.Meta):
        verbose_name = "structure associée"
        verbose_name_plural = "structures associées"


class ProgrammeEdition(Orderable):
    """The programme in one territory, when no page of the site says it; events declare theirs themselves (S1-08)."""

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="editions")
    territory = models.ForeignKey(
        "cms.Territory", on_delete=models.CASCADE, related_name="+", verbose_name="territoire"
    )
    period = models.CharField("quand", max_length=80, blank=True, help_text="Par exemple « 2019 ».")
    stage = models.CharField("étape", max_length=12, choices=EditionStage.choices, default=EditionStage.DEPLOYED)
    url = models.URLField("où la lire", blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "édition d’un programme"
        verbose_name_plural = "éditions d’un programme"

    def __str__(self) -> str:
        return f"{self.territory} {self.period}".strip()


class SharedWord(Orderable):
    """A word of the glossary that those who run the programme share."""

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="shared_words")
    term = models.ForeignKey(
        "home.TermPage", on_delete=models.CASCADE, related_name="programmes", verbose_name="mot du lexique"
    )

    panels = [PageChooserPanel("term", "home.TermPage")]

    class Meta(Orderable.Meta):
        verbose_name = "mot partagé"
        verbose_name_plural = "mots partagés"

    def __str__(self) -> str:
        return str(self.term)
