"""Who was announced, met and featured: the coverage board, with what to do next (S3-13, M8). Constant queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from cms.models import Territory
from events.models import Contact, EventPage, Session
from home.enums import ActorKind
from home.models import OrganisationPage, ProjectPage
from journal.enums import IssueState
from journal.models import ArticlePage, IssuePage
from journal.selectors.portraits import portrayed_organisations

from .models import AnnouncedPage, Dispatch

Graph = dict[int, set[int]]


@dataclass(frozen=True)
class Subject:
    """A project, or an organisation, and how far it went along the chain."""

    page: ProjectPage | OrganisationPage
    kind: str
    topics: tuple[int, ...]
    announced: bool
    met: bool
    featured: bool
    # The next event that shares its territory or a topic, for those announced and never met.
    next_event: EventPage | None = None

    @property
    def territory_id(self) -> int | None:
        return self.page.territory_id

    @property
    def never_met(self) -> bool:
        return self.announced and not self.met

    @property
    def never_featured(self) -> bool:
        return self.met and not self.featured


@dataclass
class Count:
    """How many subjects share something, and how far they went."""

    label: str
    total: int = 0
    announced: int = 0
    met: int = 0
    featured: int = 0

    @property
    def is_blind(self) -> bool:
        """Nobody of them was ever in the journal."""
        return self.featured == 0

    def add(self, subject: Subject) -> None:
        self.total += 1
        self.announced += subject.announced
        self.met += subject.met
        self.featured += subject.featured


@dataclass(frozen=True)
class Board:
    """`subjects` after the filters; the counts are of all of them. `issue` is the one being prepared, if any."""

    subjects: tuple[Subject, ...]
    by_kind: tuple[Count, ...] = ()
    by_territory: tuple[Count, ...] = ()
    by_topic: tuple[Count, ...] = ()
    issue: IssuePage | None = None
    totals: Count = field(default_factory=lambda: Count("Ensemble"))

    @property
    def never_met(self) -> list[Subject]:
        return [subject for subject in self.subjects if subject.never_met]

    @property
    def never_featured(self) -> list[Subject]:
        return [subject for subject in self.subjects if subject.never_featured]


def board(*, territory: int = 0, topic: int = 0, kind: str = "") -> Board:
    """Public projects and organisations, of that topic and within that territory, by number; each filter left out shows
    them all.
    """
    subjects, places = _subjects(), _places_within(territory)
    shown = [
        subject
        for subject in subjects
        if (not territory or subject.territory_id in places)
        and (not topic or topic in subject.topics)
        and (not kind or subject.kind == kind)
    ]
    totals = Count("Ensemble")
    for subject in subjects:
        totals.add(subject)
    return Board(
        subjects=tuple(shown),
        by_kind=_counts(subjects, lambda subject: [_kind_label(subject.kind)]),
        by_territory=_counts(subjects, lambda subject: [_territory_label(subject)]),
        by_topic=_counts(subjects, _topic_labels),
        issue=_issue_in_preparation(),
        totals=totals,
    )


def _places_within(territory: int) -> set[int]:
    top = Territory.objects.filter(pk=territory).first()
    return set(Territory.objects.within(top).values_list("pk", flat=True)) if top else set()


def _subjects() -> list[Subject]:
    pages = _pages()
    graph = _citations({page.pk for page in pages})
    announced = _announced()
    held = EventPage.objects.live().public().filter(sessions__in=Session.objects.past())
    past = set(held.order_by("pk").values_list("pk", flat=True))
    articles = set(ArticlePage.objects.live().public().order_by("pk").values_list("pk", flat=True))
    with_a_card = _organisations_met(past)
    coming = _coming_events()
    # An organisation whose portrait was published is told, even when no text leads to its sheet.
    told = articles | portrayed_organisations()
    return [
        _subject(page, graph.get(page.pk, set()) | {page.pk}, announced, past, told, with_a_card, coming)
        for page in pages
    ]


def _subject(
    page: ProjectPage | OrganisationPage,
    related: set[int],
    announced: set[int],
    past: set[int],
    told: set[int],
    with_a_card: set[int],
    coming: list[EventPage],
) -> Subject:
    organisation = page if isinstance(page, OrganisationPage) else page.organisation
    topics = tuple(topic.pk for topic in page.topics.all())
    met = bool(related & past) or bool(organisation and organisation.pk in with_a_card)
    return Subject(
        page=page,
        kind=organisation.kind if organisation else "",
        topics=topics,
        announced=page.pk in announced,
        met=met,
        featured=bool(related & told),
        next_event=None if met else _fitting(coming, page.territory_id, set(topics)),
    )


def _pages() -> list[ProjectPage | OrganisationPage]:
    projects = ProjectPage.objects.live().public().select_related("territory", "organisation")
    organisations = OrganisationPage.objects.live().public().select_related("territory")
    found: list[ProjectPage | OrganisationPage] = [
        *projects.prefetch_related("topics").order_by("title", "pk"),
        *organisations.prefetch_related("topics").order_by("title", "pk"),
    ]
    return found


def _announced() -> set[int]:
    rows = AnnouncedPage.objects.filter(dispatch__in=Dispatch.objects.readable()).order_by("pk")
    return set(rows.values_list("page", flat=True))


def _citations(keys: set[int]) -> Graph:
    """For each page, those that cite it and those it cites, from Wagtail’s own index."""
    kind = ReferenceIndex._get_base_content_type(Page)
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind).order_by("pk")
    graph: Graph = {}
    for one, other in rows.values_list("object_id", "to_object_id"):
        for here, there in ((int(one), int(other)), (int(other), int(one))):
            if here in keys:
                graph.setdefault(here, set()).add(there)
    return graph


def _organisations_met(past: set[int]) -> set[int]:
    """Organisations that have a card in the address book of a workshop that took place."""
    cards = Contact.objects.filter(workshop__in=past, organisation__isnull=False).order_by("pk")
    return {key for key in cards.values_list("organisation", flat=True) if key}


def _coming_events() -> list[EventPage]:
    coming = EventPage.objects.live().public().filter(sessions__in=Session.objects.upcoming()).values("pk")
    return list(EventPage.objects.filter(pk__in=coming).prefetch_related("topics").order_by("first_published_at", "pk"))


def _fitting(events: Iterable[EventPage], territory: int | None, topics: set[int]) -> EventPage | None:
    """The event nearest to a subject: a topic in common counts more than a territory."""

    def score(event: EventPage) -> int:
        common = topics & {topic.pk for topic in event.topics.all()}
        return 2 * bool(common) + bool(territory and event.territory_id == territory)

    best = max(events, key=score, default=None)
    return best if best and score(best) else None


def _issue_in_preparation() -> IssuePage | None:
    closed = Q(production__state__in=[IssueState.PRESS, IssueState.OUT])
    return IssuePage.objects.filter(live=False).exclude(closed).order_by("-number", "-pk").first()


def _counts(subjects: list[Subject], labels: Callable[[Subject], list[str]]) -> tuple[Count, ...]:
    """One count for each label, the least featured first."""
    counts: dict[str, Count] = {}
    for subject in subjects:
        for label in labels(subject):
            counts.setdefault(label, Count(label)).add(subject)
    return tuple(sorted(counts.values(), key=lambda count: (count.featured / count.total, -count.total, count.label)))


def _kind_label(kind: str) -> str:
    label = str(ActorKind(kind).label) if kind else "sans structure"
    return label[0].upper() + label[1:]


def _territory_label(subject: Subject) -> str:
    return subject.page.territory.name if subject.page.territory else "Sans territoire"


def _topic_labels(subject: Subject) -> list[str]:
    return [topic.name for topic in subject.page.topics.all()] or ["Sans thème"]
