from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import ActorKind


class OrganisationPage(BasePage):
    """Who does what, where."""

    kind = models.CharField("nature", max_length=20, choices=ActorKind.choices, default=ActorKind.ASSOCIATION)
    mission = models.TextField("mission", blank=True, max_length=600)
    website = models.URLField("site internet", blank=True)
    contact_email = models.EmailField(
        "adresse de contact publique",
        blank=True,
        help_text="Celle de la structure, jamais celle d’une personne.",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="présentation")

    teaser_kind = "organisation"
    teaser_kind_label = "Structure"
    parent_page_types = ["home.OrganisationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("mission"), FieldPanel("website"), FieldPanel("contact_email")],
            heading="Qui est-ce ?",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("mission"), index.SearchField("body")]

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
