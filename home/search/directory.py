"""« Qui fait quoi »: organisations, projects and people who agreed, by place, topic and nature."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage

from cms.models import Territory, Topic
from cms.teasers import Teaser

from ..enums import ActorKind
from ..listings import named
from ..models import FindingEntry
from ..questions import asked_text
from .asking import Facets, Question, facets_of, known_places, page_of
from .results import QUESTION_LENGTH, still_public, teasers_of, turn

PAGE_SIZE = 24
EXPORT_LIMIT = 50_000
KINDS = {"organisation": "Structures", "project": "Projets", "person": "Personnes"}


@dataclass(frozen=True)
class Choice:
    """A choice of a filter: its value in the address, its words, and how many sheets it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Directory:
    """One page of the directory, what was asked, and what may be asked from here."""

    question: Question
    results: PaginatorPage
    teasers: list[Teaser]
    kinds: list[Choice]
    natures: list[Choice]
    topics: list[Choice]
    territories: list[Choice]

    @property
    def count(self) -> int:
        return self.results.paginator.count

    @property
    def is_filtered(self) -> bool:
        asked = self.question
        return bool(asked.text or asked.kind or asked.facet or asked.topic or asked.places is not None)


def read_question(query: Mapping[str, str]) -> Question:
    """What the address asks: `q`, `sorte`, `nature`, `theme`, `territoire`. What means nothing is no choice."""
    topic = named(Topic.objects.all(), query, "theme")
    territory = named(Territory.objects.all(), query, "territoire")
    kind, nature = query.get("sorte"), query.get("nature")
    return Question(
        text=asked_text(query, "q", max_length=QUESTION_LENGTH),
        kind=kind if kind in KINDS else None,
        facet=nature if nature in ActorKind.values else None,
        topic=topic.pk if topic else None,
        places=_places_in(territory) if territory else None,
        directory=True,
    )


def _places_in(territory: Territory) -> frozenset[str]:
    """The sets of territories that have one in `territory`."""
    inside = {str(pk) for pk in Territory.objects.within(territory).values_list("pk", flat=True)}
    return frozenset(key for key in known_places() if not inside.isdisjoint(key.split()))


def directory_page(query: Mapping[str, str]) -> Directory:
    """The directory as asked. The number of queries depends neither on the sheets nor on what is found."""
    question = read_question(query)
    results = turn(question, query.get("page"), PAGE_SIZE)
    facets = facets_of(question)
    return Directory(
        question=question,
        results=results,
        teasers=teasers_of(list(results.object_list)),
        kinds=[Choice(key, label, facets.kinds.get(key, 0), key == question.kind) for key, label in KINDS.items()],
        natures=[
            Choice(key, label, facets.facets.get(key, 0), key == question.facet) for key, label in ActorKind.choices
        ],
        topics=_topics(facets, question),
        territories=_territories(facets, query.get("territoire", "")),
    )


def _topics(facets: Facets, question: Question) -> list[Choice]:
    topics = Topic.objects.all()
    return [Choice(one.slug, one.name, facets.topics.get(one.pk, 0), one.pk == question.topic) for one in topics]


def _territories(facets: Facets, chosen: str) -> list[Choice]:
    """Each place counts once each sheet that acts in it, or in what lies under it. Places that would leave nothing are
    left out.
    """
    places = list(Territory.objects.all())
    around = _around(places)
    counts: Counter[int] = Counter()
    for key, number in facets.places.items():
        reached = set().union(*(around.get(int(pk), set()) for pk in key.split()))
        counts.update(dict.fromkeys(reached, number))
    return [
        Choice(place.slug, place.indented_name, counts[place.pk], place.slug == chosen)
        for place in places
        if counts[place.pk] or place.slug == chosen
    ]


def _around(places: Sequence[Territory]) -> dict[int, set[int]]:
    """For each place, those whose filter finds it: itself, what lies above it, and above what covers it besides."""
    by_path = {place.path: place.pk for place in places}
    above = {
        place.pk: {
            by_path[place.path[:end]] for end in range(Territory.steplen, len(place.path) + 1, Territory.steplen)
        }
        for place in places
    }
    around = {pk: set(found) for pk, found in above.items()}
    for covering, covered in Territory.covers.through.objects.values_list("from_territory", "to_territory"):
        around[covered] |= above[covering]
    return around


def exported(question: Question) -> Iterator[dict[str, str]]:
    """Every sheet asked for, as plain values: what the page shows, and nothing more."""
    found = still_public(page_of(question, offset=0, limit=EXPORT_LIMIT))
    rows = FindingEntry.objects.prefetch_related("topics")
    names = {str(place.pk): place.name for place in Territory.objects.all()}
    by_pk = rows.in_bulk([one.entry_id for one in found])
    for one in found:
        row = by_pk[one.entry_id]
        yield {
            "sorte": row.kind_label,
            "nature": dict(ActorKind.choices).get(row.facet, ""),
            "nom": row.title,
            "résumé": row.summary,
            "territoire": ", ".join(names[pk] for pk in row.places.split() if pk in names),
            "thèmes": ", ".join(sorted(topic.name for topic in row.topics.all())),
            "adresse": row.url,
        }
