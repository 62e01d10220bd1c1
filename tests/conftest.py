"""What every test stands on: a strict template engine, files in a temporary folder, a database that flushes survive."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models.query import QuerySet
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import bare_site, strict_templates
from tests.factories.tree import House
from tests.standing_house import StandingHouse

# Playwright's synchronous API keeps an event loop in the thread of the tests, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSER_TESTS = Path(__file__).parent / "browser"
SNAPSHOT = pytest.StashKey[str]()
BLOCKER = pytest.StashKey[DjangoDbBlocker]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Look less often for garbage among modules that live to the end: a seventh of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def _strict_templates() -> None:
    # For each test: one that overrides DEBUG makes Django forget its template engines.
    strict_templates.forbid_undefined_variables()


@pytest.fixture(scope="session", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads and caught mail of this worker, in a folder that pytest removes."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder / "media", OUTBOX_MAIL_DIR=folder / "mail"):
        yield


@pytest.fixture(autouse=True)
def _cold_cache() -> None:
    """Wagtail caches the site's address, which differs from one test to the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _unordered_means_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the rows of a queryset without order around, so that nothing counts on an order nobody asked for."""
    fetch_all = QuerySet._fetch_all

    def fetch_all_reversed(queryset: Any) -> None:
        already_fetched = queryset._result_cache is not None
        fetch_all(queryset)
        if not already_fetched and not queryset.ordered:
            queryset._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all_reversed)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config) -> None:
    with django_db_blocker.unblock():
        bare_site.recreate_if_emptied()
        pytestconfig.stash[SNAPSHOT] = bare_site.take_snapshot()
    pytestconfig.stash[BLOCKER] = django_db_blocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Put back what the migrations wrote, once the fixtures of a transactional test have flushed the database."""
    result = yield
    if _is_transactional(item) and SNAPSHOT in item.config.stash:
        with item.config.stash[BLOCKER].unblock():
            bare_site.restore(item.config.stash[SNAPSHOT])
    return result


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asks_by_marker = bool(marker and marker.kwargs.get("transaction"))
    return asks_by_marker or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def standing_house() -> StandingHouse:
    return StandingHouse()


@pytest.fixture
def house(db: None, standing_house: StandingHouse) -> House:
    """The page tree, site, identity, wordings and rubrics of an association, without content."""
    return standing_house.put_up()
