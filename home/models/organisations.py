"""Who does what, where, with whom, and what they stand for."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import ActorKind, StatementKind


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
    logo = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="logo",
        help_text="Il paraît sur sa page, et sous les programmes et les appels qu’elle pilote ou finance.",
    )
    also_in = ParentalManyToManyField(
        "cms.Territory",
        blank=True,
        related_name="+",
        verbose_name="agit aussi à",
        help_text="Le territoire principal se choisit dans « Classement et présentation ».",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="présentation")

    teaser_kind = "organisation"
    teaser_kind_label = "Structure"
    parent_page_types = ["home.OrganisationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("mission"),
                FieldPanel("logo"),
                FieldPanel("website"),
                FieldPanel("contact_email"),
            ],
            heading="Qui est-ce ?",
        ),
        InlinePanel("statements", heading="La charte : valeurs, principes, engagements", label="phrase de la charte"),
        InlinePanel("steps", heading="La démarche, étape par étape", label="étape"),
        InlinePanel("services", heading="Les services à la carte", label="service"),
        InlinePanel("links", heading="Liens", label="lien"),
        InlinePanel("memberships", heading="Réseaux dont elle fait partie", label="réseau"),
        FieldPanel("body"),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("also_in", widget=CheckboxSelectMultiple)]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("mission"),
        index.SearchField("body"),
        index.RelatedFields("statements", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("services", [index.SearchField("title"), index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"


class Titled(Orderable):
    """A short title and what it means."""

    title = models.CharField("titre", max_length=160)
    text = models.TextField("explication", blank=True, max_length=800)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class Statement(Titled):
    """One sentence of the « charte » of an organisation."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField("nature", max_length=10, choices=StatementKind.choices, default=StatementKind.VALUE)

    panels = [FieldPanel("kind"), FieldPanel("title"), FieldPanel("text")]

    class Meta(Titled.Meta):
        verbose_name = "phrase de la charte"
        verbose_name_plural = "phrases de la charte"


class Step(Titled):
    """One step of the approach of an organisation, in its order."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="steps")

    class Meta(Titled.Meta):
        verbose_name = "étape de la démarche"
        verbose_name_plural = "étapes de la démarche"


class Service(Titled):
    """One thing an organisation does for others, « à la carte » (S2-01)."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="services")

    class Meta(Titled.Meta):
        verbose_name = "service à la carte"
        verbose_name_plural = "services à la carte"


class OrganisationLink(Orderable):
    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="links")
    label = models.CharField("intitulé", max_length=120, help_text="Où mène le lien : « Nos vidéos ».")
    url = models.URLField("adresse")

    class Meta(Orderable.Meta):
        verbose_name = "lien d’une structure"
        verbose_name_plural = "liens d’une structure"

    def __str__(self) -> str:
        return self.label


class NetworkMembership(Orderable):
    """An organisation belongs to a network, which is an organisation too. Read from both ends, typed at one."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="members", verbose_name="réseau"
    )

    panels = [PageChooserPanel("network", "home.OrganisationPage")]

    class Meta(Orderable.Meta):
        verbose_name = "appartenance à un réseau"
        verbose_name_plural = "appartenances à un réseau"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "network"],
                name="network_membership_once",
                violation_error_message="Cette structure fait déjà partie de ce réseau.",
            ),
            models.CheckConstraint(
                condition=~models.Q(page=models.F("network")),
                name="network_membership_of_another",
                violation_error_message="Une structure ne fait pas partie d’elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.network)
