"""The demonstration, from an empty house to a site worth visiting."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from factory import random as factory_random
from faker import Faker
from wagtail.models import Page

from cms.typography import typo_text
from config.demo_accounts import ACCOUNTS
from config.first_run.services import build_house
from config.indexing import indexed_at_the_end
from config.models import DemoRun
from tests.factories.people import UserFactory

from ..content import identity
from ..content.calendar import Calendar
from ..content.journal_issue import IMPRINT
from ..content.places import VALLEY
from . import accompaniment, agenda, growing, journal, leading, letters, pages, workshops
from .recording import change, record_made, take_census
from .stage import Stage

SEED = "dirigeable"
# Which group each demo account belongs to; the first is an administrator.
GROUPS = {"redaction": "Rédaction", "animation": "Animation", "moderation": "Modération"}


@transaction.atomic
def build_demo(*, today: dt.date | None = None, scale: float = 1.0) -> DemoRun:
    """Build the house when it is missing, then the demonstration in it, all or nothing.

    The same `today` gives the same content. `scale` shrinks the pictures, for tests.
    """
    factory_random.reseed_random(SEED)
    Faker.seed(SEED)
    house = build_house()
    run = DemoRun.objects.create()
    before = take_census()
    stage = Stage(house=house, calendar=Calendar(today or timezone.localdate()), scale=scale)
    with _indexed_once():
        _furnish(stage)
    record_made(run, since=before)
    _dress(run, stage)
    before = take_census()
    journal.bring_out(stage)
    record_made(run, since=before)
    return run


@contextmanager
def _indexed_once() -> Iterator[None]:
    """Without it, half of the time goes into the indexes of pages that are about to change again."""
    pages: list[Page] = []
    with indexed_at_the_end(pages):
        yield
        pages += Page.objects.order_by("path").specific()
    # What is no page shows pictures and pages too.
    call_command("rebuild_references_index", verbosity=0)


def _furnish(stage: Stage) -> None:
    """Everything that is new. Bodies come last but for the letters, which freeze what they announce."""
    pages.build_ground(stage)
    pages.build_pages(stage)
    agenda.build_agenda(stage)
    leading.appoint_leaders(stage)
    workshops.build_workshops(stage)
    journal.build_journal(stage)
    pages.write_bodies(stage)
    agenda.write_bodies(stage)
    stage.picture("marque")
    letters.build_letters(stage)
    _open_accounts()
    growing.build_growing(stage)
    accompaniment.build_accompaniment(stage)


def _dress(run: DemoRun, stage: Stage) -> None:
    """What the demonstration changes in the house itself."""
    house, prose = stage.house, identity
    change(run, house.site, site_name=prose.NAME)
    words = {name: typo_text(value) for name, value in prose.IDENTITY.items()}
    change(run, house.identity, **words, logo=stage.picture("marque"), territory=stage.territories[VALLEY])
    home = stage.fresh(house.home)
    opening = {name: typo_text(value) for name, value in prose.HOME.items()}
    body = stage.body("home", prose.HOME_BODY)
    change(run, home, title=prose.NAME, body=body, listing_image=stage.picture("ballons"), **opening)
    for room, words_of_room in prose.INTRODUCTIONS.items():
        words = {"introduction": words_of_room, **(IMPRINT if room == "journal" else {})}
        change(run, stage.fresh(getattr(house, room)), **{name: typo_text(value) for name, value in words.items()})


def _open_accounts() -> None:
    for account in ACCOUNTS:
        group = GROUPS.get(account.email.partition("@")[0])
        UserFactory(
            email=account.email,
            password=account.password,
            first_name=account.role.split(maxsplit=1)[0].capitalize(),
            last_name="(démonstration)",
            is_staff=group is None,
            is_superuser=group is None,
            groups=[group] if group else [],
        )
