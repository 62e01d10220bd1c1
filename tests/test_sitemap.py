"""What search engines are told of what no editor writes: every public address, and nothing else (issue 8 item 6)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Seed, ToolSheet
from tests.factories.events import (
    DiagnosisItemFactory,
    SeedFactory,
    SessionFactory,
    TrainingPageFactory,
    WorkshopPageFactory,
)
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.tree import House
from tests.factories.workshop import CadreFactory
from tests.home.reading import make_private

pytestmark = pytest.mark.django_db


def told(client: Client) -> list[str]:
    return re.findall(r"<loc>http://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode())


def test_addresses_that_no_editor_writes_are_told_while_anybody_may_read_them(client: Client, house: House) -> None:
    now = timezone.now()
    begun, coming, hidden = (WorkshopPageFactory(parent=house.agenda) for _rank in range(3))
    for workshop, start in ((begun, now - timedelta(1)), (coming, now + timedelta(9)), (hidden, now - timedelta(1))):
        SessionFactory(event=workshop, starts_at=start, ends_at=start + timedelta(hours=2))
        DiagnosisItemFactory(workshop=workshop)
        SeedFactory(workshop=workshop)
    make_private(hidden)
    training, untried = TrainingPageFactory(parent=house.agenda), TrainingPageFactory(parent=house.agenda)
    ToolSheet.objects.create(training=training, name="Un pad")
    charter, draft = CadreFactory(), CadreFactory(adopted_on=None)
    issue, empty = IssuePageFactory(parent=house.journal), IssuePageFactory(parent=house.journal)
    ArticlePageFactory(parent=issue)
    names = ("home:directory", "home:propose", "newsletter:chains", "newsletter:subscribe", "newsletter:followable")
    shown = {reverse(name) for name in (*names, "events:cadres", "events:accompaniment_catalogue", "journal:places")}
    shown |= {reverse("events:board", args=[begun.pk]), reverse("events:tools", args=[training.pk])}
    shown |= {seed.get_absolute_url() for seed in Seed.objects.exclude(workshop=hidden)}
    shown |= {charter.get_absolute_url(), reverse("journal:whole_issue", args=[issue.number])}
    kept = {reverse("events:board", args=[workshop.pk]) for workshop in (coming, hidden)}
    kept |= {seed.get_absolute_url() for seed in Seed.objects.filter(workshop=hidden)}
    kept |= {reverse("events:tools", args=[untried.pk]), draft.get_absolute_url()}
    kept |= {reverse("journal:whole_issue", args=[empty.number])}
    listed = told(client)
    assert len(listed) == len(set(listed))
    assert shown - set(listed) == set()
    assert kept & set(listed) == set()
    assert {address for address in listed if client.get(address).status_code != 200} == set()
