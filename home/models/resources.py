"""The library: documents, experiences told by those who had them, tools compared (S4-06, S4-08, S2-14)."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import ResourceKind
from .indexes import IndexPage


class ResourceIndexPage(IndexPage):
    subpage_types = ["home.ResourcePage"]

    class Meta:
        verbose_name = "liste des ressources"
        verbose_name_plural = "listes des ressources"


class ResourcePage(BasePage):
    """One thing to use again: a document, an experience, a tool."""

    kind = models.CharField("sorte", max_length=12, choices=ResourceKind.choices, default=ResourceKind.DOCUMENT)
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resources",
        verbose_name="proposée par",
    )
    document = models.ForeignKey(
        "cms.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="fichier à télécharger",
    )
    website = models.URLField("lien", blank=True)
    lesson = models.TextField(
        "ce qu’il faut en retenir",
        blank=True,
        max_length=600,
        help_text="Pour une expérience : ce qui a marché, ce que l’on referait autrement.",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    listing_sorts = ResourceKind.choices
    teaser_kind = "resource"
    teaser_kind_label = "Ressource"
    parent_page_types = ["home.ResourceIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                PageChooserPanel("organisation", "home.OrganisationPage"),
                FieldPanel("document"),
                FieldPanel("website"),
                FieldPanel("lesson"),
            ],
            heading="La ressource",
        ),
        InlinePanel(
            "opinions",
            heading="Avantages et limites, par structure",
            label="avis",
            help_text="Pour un outil : ce que chaque structure en dit après l’avoir essayé.",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lesson"),
        index.SearchField("body"),
        index.RelatedFields("opinions", [index.SearchField("advantages"), index.SearchField("limits")]),
    ]

    class Meta:
        verbose_name = "ressource"
        verbose_name_plural = "ressources"


class ToolOpinion(Orderable):
    """What one structure says of a tool it tried."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="opinions")
    organisation = models.ForeignKey(
        "home.OrganisationPage", on_delete=models.CASCADE, related_name="tool_opinions", verbose_name="structure"
    )
    use = models.CharField("usage", max_length=160, blank=True)
    advantages = models.TextField("avantages", blank=True, max_length=600)
    limits = models.TextField("limites", blank=True, max_length=600)

    class Meta(Orderable.Meta):
        verbose_name = "avis sur un outil"
        verbose_name_plural = "avis sur un outil"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(advantages="", limits=""),
                name="tool_opinion_says_something",
                violation_error_message="Dites au moins un avantage ou une limite.",
            )
        ]
