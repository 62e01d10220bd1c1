"""`python -m bench.search`: the directory with 20,000 sheets, as a reader asks it, on both databases.

In the same run and in turn: the page of the directory with its facets (ours), what a plain Django site does
(`icontains` over titles and summaries, counted and paged), and the bare statement of the full-text index (the limit).
"""

import argparse
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.apart import on_each_database, open_house

SHEETS = 20_000
# Enough for each question to find something, as among 20,000.
FEW = 400
ASKED = [
    "q=ateliers",
    "q=écriture",
    "q=santé+mentale",
    "q=bibliotheques&nature=culture",
    "nature=health&page=3",
    "territoire=vallee-3",
    "q=théâtre&territoire=pays&theme=theme-2",
    "",
    "q=jamaisecrit",
]
WORDS = (
    *("atelier", "écriture", "santé", "mentale", "bibliothèque", "théâtre", "mobilité", "jardin", "cuisine"),
    *("musique", "vallée", "lecture", "numérique", "parole", "jeunesse", "accueil", "hébergement", "médiation"),
    *("danse", "radio", "mémoire", "paysage", "forêt", "refuge", "marché", "école", "quartier", "habitant"),
)


def sheet_text(chance: random.Random, words: int) -> str:
    """Words of the trade among made-up ones: most questions find a few hundred sheets, some find thousands."""
    return " ".join(
        chance.choice(WORDS) if chance.random() < 0.04 else f"mot{chance.randrange(4_000)}" for _ in range(words)
    )


def measure(rounds: int) -> dict[str, Any]:
    """Fill the database of this process, then ask. Milliseconds and numbers of queries."""
    open_house()
    from django.db import connection

    build(FEW)
    few = [queries_of(query) for query in ASKED]
    started = time.perf_counter()
    build(SHEETS - FEW)
    built = time.perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = [queries_of(query) for query in ASKED]
    times: dict[str, list[float]] = {"ours": [], "icontains": [], "limit": []}
    for _ in range(rounds):
        for query in ASKED:
            for name, ask in (("ours", page), ("icontains", plain_django), ("limit", bare_index)):
                times[name].append(timed(ask, query))
    return {
        "database": connection.vendor,
        "index_seconds": round(built, 1),
        "extra_queries": max(more - less for less, more in zip(few, many, strict=True)),
        "median_ms": {name: round(statistics.median(values), 1) for name, values in times.items()},
        "p95_ms": {name: round(statistics.quantiles(values, n=20)[-1], 1) for name, values in times.items()},
    }


def build(number: int) -> None:
    """`number` organisations more, with territories and topics, and the index of all."""
    from django.db import connection

    from cms.models import Territory, Topic
    from home.models import OrganisationIndexPage, OrganisationPage
    from home.search.indexing import index_everything

    chance = random.Random(7)
    index = OrganisationIndexPage.objects.first() or _index_page()
    topics = [Topic.objects.get_or_create(name=f"Thème {n}", slug=f"theme-{n}")[0] for n in range(8)]
    if not Territory.objects.exists():
        land = Territory.add_root(name="Pays", slug="pays", kind="department")
        for rank in range(40):
            land.add_child(name=f"Vallée {rank}", slug=f"vallee-{rank}", kind="commune")
    places = list(Territory.objects.values_list("pk", flat=True))
    pages = _bare_pages(number, index, chance)
    kinds = ("association", "culture", "health", "social", "public")
    sheets = [
        OrganisationPage(
            page_ptr_id=page.pk,
            summary=sheet_text(chance, 15),
            kind=chance.choice(kinds),
            mission=sheet_text(chance, 40),
            territory_id=chance.choice(places),
        )
        for page in pages
    ]
    # `bulk_create` refuses a model with a parent table: its own rows are written as it would write them.
    own = OrganisationPage._meta.local_concrete_fields
    for start in range(0, number, 500):
        OrganisationPage._base_manager._insert(sheets[start : start + 500], fields=own, using=connection.alias)
    through = OrganisationPage.topics.through
    through.objects.bulk_create(
        [through(organisationpage_id=page.pk, topic=chance.choice(topics)) for page in pages], batch_size=5_000
    )
    # One in three acts in a second place.
    acts = OrganisationPage.also_in.through
    acts.objects.bulk_create(
        [acts(organisationpage_id=page.pk, territory_id=chance.choice(places)) for page in pages[::3]], batch_size=5_000
    )
    index_everything()


def _index_page() -> Any:
    from wagtail.models import Page, Site

    from home.models import HomePage, OrganisationIndexPage

    home = Page.get_first_root_node().add_child(instance=HomePage(title="Accueil", slug="accueil"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home.add_child(instance=OrganisationIndexPage(title="Structures", slug="structures"))


def _bare_pages(number: int, index: Any, chance: random.Random) -> list[Any]:
    """Rows of Wagtail's own table, written at once: saving 20,000 pages one by one would take five minutes."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page

    from home.models import OrganisationPage

    fixed = {
        "depth": index.depth + 1,
        "content_type": ContentType.objects.get_for_model(OrganisationPage),
        "locale": Locale.objects.first(),
        "live": True,
    }
    pages = []
    first = index.get_children_count() + 1
    for rank in range(first, first + number):
        title = sheet_text(chance, 3).capitalize()
        path = Page._get_path(index.path, index.depth + 1, rank)
        slug = f"structure-{rank}"
        url_path = f"{index.url_path}{slug}/"
        pages.append(Page(title=title, draft_title=title, slug=slug, path=path, url_path=url_path, **fixed))
    Page.objects.bulk_create(pages, batch_size=1_000)
    Page.objects.filter(pk=index.pk).update(numchild=first + number - 1)
    return pages


def queries_of(query: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(query)
    with CaptureQueriesContext(connection) as captured:
        page(query)
    return len(captured)


def timed(ask: Callable[[str], Any], query: str) -> float:
    started = time.perf_counter()
    ask(query)
    return (time.perf_counter() - started) * 1000


def page(query: str) -> None:
    """What a reader gets: the request through every middleware, the list and its facets, the template."""
    from django.test import Client

    answer = Client().get(f"/annuaire/?{query}")
    assert answer.status_code == 200, answer.status_code


def plain_django(query: str) -> None:
    from django.db.models import Q
    from django.http import QueryDict

    from home.models import OrganisationPage

    found = OrganisationPage.objects.live().public()
    for word in QueryDict(query).get("q", "").split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(mission__icontains=word))
    found.count()
    list(found.order_by("title")[:24])


def bare_index(query: str) -> None:
    from django.http import QueryDict

    from home.search.asking import Question, count

    count(Question(text=QueryDict(query).get("q", "")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", action="store_true", help="end on one line of JSON")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure(options.inside)))
        return
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, {SHEETS} sheets")
    rounds, together = (3, 2) if options.quick else (15, 1)  # side by side, the two cost less time and a little speed
    results = on_each_database("bench.search", "--inside", str(rounds), together=together)
    for name, result in results.items():
        print(f"{name:<11} indexed in {result['index_seconds']} s, extra queries {result['extra_queries']}")
        for what, value in result["p95_ms"].items():
            print(f"            {what:<10} median {result['median_ms'][what]:>7} ms   p95 {value:>7} ms")
    if options.json:
        print(
            json.dumps(
                {
                    "p95_ms": max(result["p95_ms"]["ours"] for result in results.values()),
                    "extra_queries": max(result["extra_queries"] for result in results.values()),
                    "databases": results,
                }
            )
        )


if __name__ == "__main__":
    main()
