"""One demonstration for a whole module: it takes seconds to build, and each test rolls back what it changes."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from config.demo.building import build_demo
from config.models import DemoRun

SCALE = 0.08


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoRun]:
    """The demonstration as of today. Everything is rolled back when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_demo(scale=SCALE)
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def demo_scale() -> float:
    return SCALE
