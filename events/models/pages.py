"""Pages about events. What is dated, counted or cited stands in `sessions`, outside the page's drafts."""

import datetime as dt

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage
from home.enums import PartnerRole

from ..enums import Modality, PriceKind
from ..panels import OutputsPanel, SessionsPanel


class AgendaPage(BasePage):
    """The agenda: everything that has a date."""

    introduction = models.TextField("introduction", blank=True, max_length=600)

    teaser_kind_label = "Agenda"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.WorkshopPage", "events.SeriesPage", "events.TrainingPage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "agenda"
        verbose_name_plural = "agendas"


class EventPage(BasePage):
    """What every event has. A real table, so that the agenda reads one list; never created by itself."""

    modality = models.CharField("modalité", max_length=10, choices=Modality.choices, default=Modality.ON_SITE)
    venue_name = models.CharField("lieu", max_length=160, blank=True)
    venue_address = models.TextField("adresse", blank=True)
    venue_access = models.TextField(
        "accès",
        blank=True,
        help_text="Transports, stationnement, accessibilité en fauteuil, boucle magnétique…",
    )
    price_kind = models.CharField("prix", max_length=20, choices=PriceKind.choices, default=PriceKind.FREE)
    price_note = models.CharField("précision sur le prix", max_length=200, blank=True)
    audience = models.TextField("pour qui", blank=True, max_length=600)
    programme = models.ForeignKey(
        "home.ProgrammePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        verbose_name="programme",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "event"
    teaser_kind_label = "Rendez-vous"
    teaser_relations = (*BasePage.teaser_relations, "sessions")
    is_creatable = False

    practical_panels = MultiFieldPanel(
        [
            FieldPanel("modality"),
            FieldPanel("venue_name"),
            FieldPanel("venue_address"),
            FieldPanel("venue_access"),
            FieldPanel("price_kind"),
            FieldPanel("price_note"),
            FieldPanel("audience"),
            PageChooserPanel("programme", "home.ProgrammePage"),
        ],
        heading="Informations pratiques",
    )
    sessions_panel = SessionsPanel(heading="Dates et places")
    partner_panel = InlinePanel("partners", heading="Structures associées", label="structure")
    search_fields = [*BasePage.search_fields, index.SearchField("audience"), index.SearchField("body")]

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"

    @property
    def teaser_date(self) -> dt.date | None:
        """The first date still to come, or the last one."""
        dates = [session.local_date for session in self.sessions.all() if not session.is_cancelled]
        today = timezone.localdate()
        upcoming = [day for day in dates if day >= today]
        return (upcoming or dates[-1:] or [None])[0]


class EventPartner(Orderable):
    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="event_roles",
        verbose_name="structure",
    )
    role = models.CharField("rôle", max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    class Meta(Orderable.Meta):
        verbose_name = "structure associée"
        verbose_name_plural = "structures associées"


class WorkshopPage(EventPage):
    """A participatory workshop around a stake, on one day or two separate dates (S3-02, S3-15)."""

    stake = models.TextField("enjeu", blank=True, max_length=400, help_text="La question qui réunit.")
    meal = models.CharField("repas partagé", max_length=200, blank=True)

    teaser_kind = "workshop"
    teaser_kind_label = "Atelier participatif"
    is_creatable = True
    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("stake"), FieldPanel("meal")], heading="L’atelier"),
        EventPage.sessions_panel,
        OutputsPanel(heading="Ce que l’atelier a produit"),
        EventPage.practical_panels,
        EventPage.partner_panel,
        FieldPanel("body"),
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("stake")]

    class Meta:
        verbose_name = "atelier participatif"
        verbose_name_plural = "ateliers participatifs"


class SeriesPage(BasePage):
    """A series of video workshops under one name (S0-01)."""

    period = models.CharField("période", max_length=120, blank=True)
    common_format = models.TextField("format commun", blank=True, max_length=600)
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "series"
    teaser_kind_label = "Cycle"
    parent_page_types = ["events.AgendaPage"]
    subpage_types = ["events.VideoWorkshopPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("period"), FieldPanel("common_format")], heading="Le cycle"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "cycle"
        verbose_name_plural = "cycles"


class VideoWorkshopPage(EventPage):
    """One date of a series, with its own topic (S0-20)."""

    teaser_kind = "video-workshop"
    teaser_kind_label = "Visio-atelier"
    is_creatable = True
    parent_page_types = ["events.SeriesPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        EventPage.sessions_panel,
        EventPage.practical_panels,
        EventPage.partner_panel,
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "visio-atelier"
        verbose_name_plural = "visio-ateliers"


class TrainingPage(EventPage):
    """A training made of modules (S4-01)."""

    objectives = models.TextField("objectifs", blank=True)

    teaser_kind = "training"
    teaser_kind_label = "Formation"
    is_creatable = True
    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("objectives"),
        EventPage.sessions_panel,
        EventPage.practical_panels,
        EventPage.partner_panel,
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"
