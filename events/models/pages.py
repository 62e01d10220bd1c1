"""Pages about events. What is dated, counted or cited stands in `sessions`, outside the page's drafts."""

import datetime as dt
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage
from home.enums import EditionStage, PartnerRole

from ..enums import NOT_STANDING, Modality, PriceKind
from ..panels import OpenAgendaPanel, OutputsPanel, SessionsPanel
from .rules import RegistrationRules
from .venues import Venue


class EventPage(RegistrationRules, Venue, BasePage):
    """What every event has. A real table, so that the agenda reads one list; never created by itself."""

    modality = models.CharField("modalité", max_length=10, choices=Modality.choices, default=Modality.ON_SITE)
    venue_name = models.CharField("lieu", max_length=160, blank=True)
    venue_address = models.TextField("adresse", blank=True)
    venue_access = models.TextField(
        "accès",
        blank=True,
        help_text="Transports, stationnement, accessibilité en fauteuil, boucle magnétique…",
    )
    venue_map_url = models.URLField(
        "lien vers une carte",
        blank=True,
        help_text="Vide : l’adresse est cherchée sur OpenStreetMap quand on suit le lien.",
    )
    price_kind = models.CharField("prix", max_length=20, choices=PriceKind.choices, default=PriceKind.FREE)
    price_amount = models.DecimalField(
        "montant en euros", max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    price_url = models.URLField("où payer ou adhérer", blank=True)
    price_note = models.CharField("précision sur le prix", max_length=200, blank=True)
    audience = models.TextField("pour qui", blank=True, max_length=600)
    without_registration = models.BooleanField(
        "sans inscription",
        default=False,
        help_text="Une date annoncée invite alors à venir. Ouverte aux inscriptions, elle compte ses places.",
    )
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
            FieldPanel("venue_map_url"),
            FieldRowPanel([FieldPanel("price_kind"), FieldPanel("price_amount")]),
            FieldPanel("price_url"),
            FieldPanel("price_note"),
            FieldPanel("audience"),
            PageChooserPanel("programme", "home.ProgrammePage"),
        ],
        heading="Informations pratiques",
    )
    sessions_panel = SessionsPanel(heading="Dates et places")
    openagenda_panel = OpenAgendaPanel(heading="OpenAgenda")
    search_fields = [*BasePage.search_fields, index.SearchField("audience"), index.SearchField("body")]

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"

    def clean(self) -> None:
        super().clean()
        if self.price_kind == PriceKind.AMOUNT and self.price_amount is None:
            raise ValidationError({"price_amount": "Indiquez le montant, ou choisissez « gratuit » ou « prix libre »."})

    @property
    def map_link(self) -> str:
        """Where a reader may see the venue on a map, on another site: only if they follow the link."""
        where = " ".join(f"{self.venue_name} {self.venue_address}".split()) if self.venue_address else ""
        found = f"https://www.openstreetmap.org/search?query={quote(where)}" if where else ""
        return self.venue_map_url or found

    @property
    def is_free(self) -> bool:
        """What schema.org calls isAccessibleForFree (S0-21)."""
        return self.price_kind == PriceKind.FREE

    @property
    def teaser_date(self) -> dt.date | None:
        """The first date still to come, or the last one."""
        dates: list[dt.date] = [row.local_date for row in self.sessions.all() if row.state not in NOT_STANDING]
        today = timezone.localdate()
        upcoming = [day for day in dates if day >= today]
        return next(iter(upcoming or dates[-1:]), None)


class Partnership(Orderable):
    """What an organisation does for an event or a series: it carries, pilots, funds it, or takes part (S0-03)."""

    organisation = models.ForeignKey(
        "home.OrganisationPage", on_delete=models.CASCADE, related_name="+", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    panel = InlinePanel("partners", heading="Structures associées", label="structure")

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "structure associée"
        verbose_name_plural = "structures associées"


class EventPartner(Partnership):
    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="partners")


# What the editor of every kind of event ends with.
LAST_PANELS = [
    EventPage.practical_panels,
    EventPage.access_panel,
    Partnership.panel,
    FieldPanel("body"),
    EventPage.openagenda_panel,
]


class WorkshopPage(EventPage):
    """A participatory workshop around a stake, on one day or two separate dates (S3-02, S3-15)."""

    stake = models.TextField("enjeu", blank=True, max_length=400, help_text="La question qui réunit.")
    meal = models.CharField("repas partagé", max_length=200, blank=True)
    cadre = models.ForeignKey(
        "events.Cadre",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
        verbose_name="cadre suivi",
        limit_choices_to={"adopted_on__isnull": False},
        help_text="La charte de la méthode, dans la version de l’année.",
    )

    teaser_kind = "workshop"
    teaser_kind_label = "Atelier participatif"
    is_creatable = True
    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("stake"), FieldPanel("meal"), FieldPanel("cadre")], heading="L’atelier"),
        EventPage.sessions_panel,
        OutputsPanel(heading="Ce que l’atelier a produit"),
        EventPage.registration_panel,
        *LAST_PANELS,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("stake")]

    class Meta:
        verbose_name = "atelier participatif"
        verbose_name_plural = "ateliers participatifs"


class SeriesPage(RegistrationRules, BasePage):
    """A series of video workshops under one name (S0-01)."""

    period = models.CharField("période", max_length=120, blank=True)
    common_format = models.TextField("format commun", blank=True, max_length=600)
    usual_start = models.TimeField("heure habituelle de début", null=True, blank=True)
    usual_end = models.TimeField("heure habituelle de fin", null=True, blank=True)
    usual_capacity = models.PositiveIntegerField("places par date", default=20)
    timetable = models.ForeignKey(
        "events.TimetableTemplate",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="déroulé commun",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "series"
    teaser_kind_label = "Cycle"
    parent_page_types = ["events.AgendaPage"]
    subpage_types = ["events.VideoWorkshopPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("period"), FieldPanel("common_format"), FieldPanel("timetable")], heading="Le cycle"
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("usual_start"), FieldPanel("usual_end"), FieldPanel("usual_capacity")])],
            heading="Ce que chaque date reprend",
        ),
        RegistrationRules.registration_panel,
        Partnership.panel,
        FieldPanel("body"),
        OpenAgendaPanel(heading="OpenAgenda"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "cycle"
        verbose_name_plural = "cycles"

    def clean(self) -> None:
        super().clean()
        if self.usual_start and self.usual_end and self.usual_end <= self.usual_start:
            raise ValidationError({"usual_end": "La fin doit venir après le début."})


class SeriesPartner(Partnership):
    """Said once for the series, and shown on each of its dates too."""

    page = ParentalKey(SeriesPage, on_delete=models.CASCADE, related_name="partners")


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
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = "visio-atelier"
        verbose_name_plural = "visio-ateliers"


class TrainingPage(EventPage):
    """A training made of modules (S4-01)."""

    objectives = models.TextField("objectifs", blank=True)
    edition_stage = models.CharField(
        "étape dans ce territoire", max_length=12, choices=EditionStage.choices, blank=True
    )

    teaser_kind = "training"
    teaser_kind_label = "Formation"
    is_creatable = True
    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("objectives"),
        FieldPanel("edition_stage"),
        EventPage.sessions_panel,
        OutputsPanel(heading="Ce qui continue après la formation"),
        EventPage.registration_panel,
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"


class MeetingPage(EventPage):
    """An open meeting: whoever wants comes, with or without a registration."""

    template = "events/video_workshop_page.html"  # it shows the same: one date, where, and who
    teaser_kind = "meeting"
    teaser_kind_label = "Réunion ouverte"
    is_creatable = True
    parent_page_types = ["events.AgendaPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("without_registration"),
        EventPage.sessions_panel,
        EventPage.registration_panel,
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = "réunion ouverte"
        verbose_name_plural = "réunions ouvertes"

    def clean(self) -> None:
        super().clean()
        if self.without_registration and self.modality != Modality.ON_SITE:
            raise ValidationError(
                {
                    "without_registration": "À distance, le lien de connexion n’est donné qu’aux personnes inscrites : "
                    "ouvrez les inscriptions, ou choisissez « sur place »."
                }
            )
