"""What the pages of events show. Each gives everything in a number of queries that does not grow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page

from home.enums import PartnerRole
from home.models import OrganisationPage
from outbox.models import Message
from outbox.selectors import doubtful_mail

from .availability import Availability, Standing, availability_of
from .enums import NOT_STANDING, DiagnosisKind, SessionState, diagnosis_heading
from .models import (
    Answer,
    Contact,
    DiagnosisItem,
    EventPage,
    EventPartner,
    EventPerson,
    GroupNews,
    Module,
    Need,
    Partnership,
    Registration,
    RegistrationRules,
    Seed,
    SeriesPage,
    SeriesPartner,
    Session,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from .models.sessions import SessionQuerySet
from .models.venues import ACCESSIBILITY
from .timetables import Written

# Pages one registers at: an event, or a series, whose dates are ticked together in one form.
Registrable = EventPage | SeriesPage


@dataclass(frozen=True)
class Dates:
    """The sessions of a page, with what can be said of their places now."""

    rows: Sequence[Availability]

    @property
    def can_register(self) -> bool:
        return any(row.can_register for row in self.rows)

    @property
    def only_waiting(self) -> bool:
        """Every date that can be asked for is full: what is left is a rank."""
        return all(row.standing == Standing.FULL for row in self.rows if row.can_register)

    @property
    def sessions(self) -> list[Session]:
        return [row.session for row in self.rows]

    @property
    def standing(self) -> list[Session]:
        return [session for session in self.sessions if session.state not in NOT_STANDING]

    @property
    def all_cancelled(self) -> bool:
        return bool(self.rows) and not self.standing

    @property
    def one_year(self) -> int | None:
        """The year of all the dates, to be said once; None when there are several, or no date (S0-17)."""
        years = {session.local_date.year for session in self.sessions}
        return years.pop() if len(years) == 1 else None

    @property
    def total(self) -> timedelta:
        """How long it lasts, cancelled dates left out (S4-01)."""
        return sum((session.duration for session in self.standing), timedelta())

    @property
    def is_over(self) -> bool:
        """Everything that was not cancelled took place; false while there is no date."""
        over = [row for row in self.rows if not row.session.is_cancelled]
        return bool(over) and all(row.session.is_past() or row.session.state == SessionState.TOOK_PLACE for row in over)


@dataclass(frozen=True)
class BoardItem:
    """A card of the board freins ⇄ leviers; `text` says who spoke, only if they agreed."""

    title: str
    text: str


@dataclass(frozen=True)
class Outputs:
    """What a workshop left behind (S3-29)."""

    brakes: list[BoardItem] = field(default_factory=list)
    levers: list[BoardItem] = field(default_factory=list)
    others: list[tuple[str, str, list[BoardItem]]] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.brakes or self.levers or self.others or self.contacts or self.seeds)


@dataclass(frozen=True)
class TrainingModule:
    module: Module
    dates: Dates

    @property
    def each_lasts(self) -> timedelta | None:
        """The length of a session when all have the same, to write « 4 séances de 2 h » (S4-02)."""
        lengths = {session.duration for session in self.dates.standing}
        return lengths.pop() if len(lengths) == 1 else None


def dates_of(page: Page, now: datetime | None = None) -> Dates:
    """The dates of an event, or of all the live public events of a series."""
    sessions = sessions_of(page).announced().on_show() if page.pk else Session.objects.none()
    return _dates(sessions, now)


def sessions_of(page: Page) -> SessionQuerySet:
    if isinstance(page, SeriesPage):
        children = VideoWorkshopPage.objects.child_of(page).live().public()
        return Session.objects.filter(event__in=children).select_related("event")
    return Session.objects.filter(event=page.pk)


def registrable_page(page_id: int) -> Registrable | None:
    """The live event or series of that number, or None: a number nobody gave, a draft, another kind of page."""
    page = Page.objects.live().filter(pk=page_id).specific().first()
    return page if isinstance(page, EventPage | SeriesPage) else None


def rules_of(page: Registrable) -> RegistrationRules:
    """How one registers at `page`, even read as a mere event: a date of a series follows its series."""
    if page.specific_class is not VideoWorkshopPage:
        return page
    return SeriesPage.objects.parent_of(page).first() or page


def submission_of(registration: Registration) -> list[Registration]:
    """The registrations sent in the same form as `registration`, it included, in order of date then of rank."""
    together = Registration.objects.filter(form_key=registration.form_key, contact_email=registration.contact_email)
    return list(together.select_related("session__event", "person").order_by("session__starts_at", "rank", "pk"))


def answers_of(registration: Registration) -> list[Answer]:
    """What the form of `registration` answered, whichever of its dates the answers hang on."""
    rows = Answer.objects.filter(registration__form_key=registration.form_key, registration__person=registration.person)
    return list(rows.select_related("question").order_by("position", "pk"))


def needs_of(registration: Registration) -> list[Need]:
    return list(
        Need.objects.filter(
            registration__form_key=registration.form_key, registration__person=registration.person
        ).order_by("kind", "pk")
    )


def brought_to(session: Session) -> list[str]:
    """« Qui apporte quoi », without any name: what is already on the shared table (S3-16)."""
    rows = session.registrations.holding_a_place().exclude(brings="").order_by("rank")
    return list(rows.values_list("brings", flat=True))


def partners_of(page: EventPage) -> list[tuple[str, list[OrganisationPage]]]:
    """Live organisations by role, in the order of the roles; for a date of a series, those of the series too. Also
    reads partners of an unsaved draft."""
    series = SeriesPage.objects.parent_of(page) if page.pk and isinstance(page, VideoWorkshopPage) else ()
    return _by_role([*page.partners.all(), *SeriesPartner.objects.filter(page__in=series)])


def partners_of_series(series: SeriesPage) -> list[tuple[str, list[OrganisationPage]]]:
    """Its own organisations, then those of all its dates: who pilots and who funds the series (S0-03)."""
    dates = VideoWorkshopPage.objects.child_of(series).live().public() if series.pk else ()
    return _by_role(
        [*series.partners.all(), *EventPartner.objects.filter(page__in=dates).order_by("page", "sort_order", "pk")]
    )


def _by_role(partners: Sequence[Partnership]) -> list[tuple[str, list[OrganisationPage]]]:
    """Each organisation once in a role."""
    found = OrganisationPage.objects.live().in_bulk([partner.organisation_id for partner in partners])
    by_role: dict[str, dict[int, OrganisationPage]] = {}
    for partner in partners:
        if partner.organisation_id in found:
            by_role.setdefault(partner.role, {})[partner.organisation_id] = found[partner.organisation_id]
    return [(role, list(by_role[role].values())) for role in PartnerRole.values if role in by_role]


# What the practical information of an event says.
PRACTICAL = (
    *("modality", "venue_name", "venue_address", "venue_access", "venue_map_url"),
    *("price_kind", "price_amount", "price_url", "price_note", "audience", "programme_id"),
    *ACCESSIBILITY.values(),
)


def shared_practice(dates: Dates) -> EventPage | None:
    """One of the events of a series, that says for all where, how much and for whom; None when they differ."""
    events = {session.event_id: session.event for session in dates.standing}
    said = {tuple(getattr(event, name) for name in PRACTICAL) for event in events.values()}
    return next(iter(events.values())) if len(said) == 1 else None


def people_of(page: EventPage) -> list[EventPerson]:
    """Who facilitates, trains or speaks, among those who agree to be named (law.md C-14)."""
    if not page.pk:
        return []
    people = EventPerson.objects.filter(event=page.pk).public()
    rows = people.select_related("person", "organisation", "session").order_by("role", "person__family_name", "pk")
    return list(rows)


def outputs_of(workshop: WorkshopPage) -> Outputs:
    """What may be shown to anybody: words without a name unless agreed, cards that are public today."""
    if not workshop.pk:
        return Outputs()
    items = DiagnosisItem.objects.on_board().filter(workshop=workshop).select_related("author", "quote_consent")
    by_kind: dict[str, list[BoardItem]] = {}
    for item in items.order_by("pk"):
        by_kind.setdefault(item.kind, []).append(_card(item))
    contacts = Contact.objects.filter(workshop=workshop).public().select_related("person", "organisation", "consent")
    return Outputs(
        brakes=by_kind.pop(DiagnosisKind.BRAKE, []),
        levers=by_kind.pop(DiagnosisKind.LEVER, []),
        others=[
            (kind.value, diagnosis_heading(kind, len(by_kind[kind])), by_kind[kind])
            for kind in DiagnosisKind
            if kind in by_kind
        ],
        contacts=sorted(contacts, key=lambda card: str(card).casefold()),
        seeds=list(Seed.objects.filter(workshop=workshop).select_related("group").order_by("title", "pk")),
    )


def modules_of(training: TrainingPage, dates: Dates) -> list[TrainingModule]:
    """The modules in order, each with its dates; dates that belong to no module are not here."""
    if not training.pk:
        return []
    return [
        TrainingModule(module, Dates([row for row in dates.rows if row.session.module_id == module.pk]))
        for module in training.modules.all()
    ]


def common_timetable(series: SeriesPage, dates: Dates) -> Sequence[Written]:
    """The déroulé all dates share: the template of the series, else that of the first date that has one (S0-18)."""
    if series.timetable:
        return series.timetable.moments
    return next((slots for session in dates.sessions if (slots := list(session.slots.all()))), [])


def upcoming_sessions(limit: int, now: datetime | None = None) -> list[Availability]:
    """The next sessions that anybody may see."""
    sessions = Session.objects.upcoming(now).of_public_events().select_related("event").order_by("starts_at", "pk")
    return [availability_of(session, now) for session in sessions[:limit]]


def public_seed(slug: str) -> Seed | None:
    """The seed at that address, if the workshop or training it comes from can be seen by anybody."""
    seeds = Seed.objects.public().filter(slug=slug)
    return seeds.select_related("workshop", "training", "group").first()


def seeds_of_training(training: TrainingPage) -> list[Seed]:
    """What goes on after a training (S4-11)."""
    if not training.pk:
        return []
    return list(Seed.objects.filter(training=training).select_related("group").order_by("title", "pk"))


def news_of(seed: Seed) -> list[GroupNews]:
    """What its group told lately, the latest first."""
    rows = GroupNews.objects.filter(group__seed=seed).select_related("group__seed")
    return list(rows.order_by("-at", "-pk")[:20])


def _dates(sessions: Iterable[Session], now: datetime | None) -> Dates:
    now = now or timezone.now()
    return Dates([availability_of(session, now) for session in sessions])


def _card(item: DiagnosisItem) -> BoardItem:
    return BoardItem(title=item.text, text=str(item.author) if item.may_name_author else "")


def mail_in_doubt(registration: Registration) -> Message | None:
    """The latest mail about this form of which nobody knows whether it arrived: only its reader does."""
    together = Registration.objects.filter(form_key=registration.form_key, contact_email=registration.contact_email)
    return doubtful_mail(prefixes=[f"registration:{pk}:" for pk in together.values_list("pk", flat=True)])
