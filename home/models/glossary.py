"""The shared words of people who come from different trades: who says what of each (S1-03, S1-06)."""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.models import BasePage


class GlossaryPage(BasePage):
    """The « lexique »: every word, in alphabetical order."""

    introduction = models.TextField("introduction", blank=True, max_length=600)

    teaser_kind_label = "Lexique"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.TermPage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "lexique"
        verbose_name_plural = "lexiques"


class TermPage(BasePage):
    """One word, its definitions and what was said of it. Its summary is the short definition, shown on hover."""

    teaser_kind = "term"
    teaser_kind_label = "Mot du lexique"
    parent_page_types = ["home.GlossaryPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        InlinePanel("definitions", heading="Définitions", label="définition"),
        InlinePanel("quotations", heading="Citations", label="citation"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("definitions", [index.SearchField("text")]),
        index.RelatedFields("quotations", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = "mot du lexique"
        verbose_name_plural = "mots du lexique"


class Definition(Orderable):
    page = ParentalKey(TermPage, on_delete=models.CASCADE, related_name="definitions")
    text = models.TextField("définition", max_length=1200)
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="definitions",
        verbose_name="selon la structure",
    )
    according_to = models.CharField(
        "ou selon", max_length=160, blank=True, help_text="Un métier, un groupe, un ouvrage."
    )

    panels = [
        FieldPanel("text"),
        PageChooserPanel("organisation", "home.OrganisationPage"),
        FieldPanel("according_to"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "définition"
        verbose_name_plural = "définitions"

    def __str__(self) -> str:
        return self.text[:60]


class Quotation(Orderable):
    """What somebody said about a word. Their trade is named, never their person: the words may be anybody’s."""

    page = ParentalKey(TermPage, on_delete=models.CASCADE, related_name="quotations")
    text = models.TextField("citation", max_length=800)
    speaker = models.CharField(
        "qui parle", max_length=160, blank=True, help_text="Un métier, une fonction : « une éducatrice »."
    )
    source = models.CharField("d’où elle vient", max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "citation du lexique"
        verbose_name_plural = "citations du lexique"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="quotation_says_something",
                violation_error_message="Écrivez la citation.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
