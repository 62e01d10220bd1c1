"""The clock wakes everything that is due, and one failure stops nobody else."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Site

from cms import registries
from cms.registries import DueWork, Registry
from config import clock
from config.chores import CHORES

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def due_work(monkeypatch: pytest.MonkeyPatch) -> Registry[DueWork]:
    """The registry of due work, empty at first."""
    monkeypatch.setattr(registries.due_work, "items", [])
    return registries.due_work


def fail(_now: datetime) -> int:
    raise ValueError("le serveur n’a pas répondu")


@pytest.mark.django_db
def test_a_tick_gives_the_same_instant_to_every_item_and_counts_what_it_did(due_work: Registry[DueWork]) -> None:
    seen: list[datetime] = []

    def remind(now: datetime) -> int:
        seen.append(now)
        return 3

    def promote(now: datetime) -> int:
        seen.append(now)
        return 0

    due_work.register(DueWork("rappels", remind))
    due_work.register(DueWork("promotions", promote))
    outcomes = clock.tick(NOW)
    assert [(o.name, o.done, o.error) for o in outcomes[len(CHORES) :]] == [
        ("rappels", 3, None),
        ("promotions", 0, None),
    ]
    assert seen == [NOW, NOW]


@pytest.mark.django_db
def test_an_item_that_fails_is_logged_and_the_next_ones_still_run(
    due_work: Registry[DueWork], caplog: pytest.LogCaptureFixture
) -> None:
    due_work.register(DueWork("rappels", fail))
    due_work.register(DueWork("promotions", lambda now: 2))
    outcomes = clock.tick(NOW)[len(CHORES) :]
    assert [(o.name, o.done, str(o.error)) for o in outcomes] == [
        ("rappels", 0, "le serveur n’a pas répondu"),
        ("promotions", 2, "None"),
    ]
    assert [record.message for record in caplog.records] == ["Due work failed: rappels"]


@pytest.mark.django_db
def test_the_command_says_what_was_done_and_fails_naming_what_failed(
    due_work: Registry[DueWork], caplog: pytest.LogCaptureFixture
) -> None:
    due_work.register(DueWork("rappels", fail))
    due_work.register(DueWork("promotions", lambda now: 2))
    out = StringIO()
    with pytest.raises(CommandError, match=r"En échec : rappels\."):
        call_command("tick", stdout=out)
    assert out.getvalue() == "promotions : 2\n"


@pytest.mark.django_db
def test_the_command_is_silent_and_succeeds_when_nothing_was_due(due_work: Registry[DueWork]) -> None:
    out = StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.django_db
def test_pages_whose_hour_has_come_are_published_once(due_work: Registry[DueWork]) -> None:
    root = Site.objects.get(is_default_site=True).root_page
    due = root.add_child(title="Due", slug="due", live=False, go_live_at=timezone.now() - timedelta(minutes=1))
    later = root.add_child(title="Plus tard", slug="plus-tard", live=False)
    later.go_live_at = timezone.now() + timedelta(days=1)
    for page in (due, later):
        page.save_revision(approved_go_live_at=page.go_live_at)
    clock.tick(timezone.now())
    first_published_at = Page.objects.get(pk=due.pk).first_published_at
    clock.tick(timezone.now())
    assert list(Page.objects.filter(pk__in=[due.pk, later.pk]).order_by("pk").values_list("live", flat=True)) == [
        True,
        False,
    ]
    assert Page.objects.get(pk=due.pk).first_published_at == first_published_at


@pytest.mark.django_db
def test_expired_sessions_and_old_failed_logins_are_forgotten_and_the_others_kept(
    due_work: Registry[DueWork],
) -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    for name, age in (("old", timedelta(hours=1)), ("new", timedelta(minutes=1))):
        attempt = AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=now - age)
    clock.tick(now)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new"]
