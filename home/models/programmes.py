from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import PartnerRole, ProgrammeFamily


class ProgrammePage(BasePage):
    """What an association offers over time: a series, a training, an accompaniment (S0-01, S1, S2, S4)."""

    family = models.CharField(
        "famille", max_length=20, choices=ProgrammeFamily.choices, default=ProgrammeFamily.COOPERATION
    )
    period = models.CharField("période", max_length=120, blank=True)
    audience = models.TextField("publics", blank=True, max_length=600)
    duration = models.CharField("durée", max_length=160, blank=True)
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
        FieldPanel("shows_quotations"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("audience"), index.SearchField("body")]

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"


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
