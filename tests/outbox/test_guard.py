"""A database restored from a backup sends nothing by itself (sending.md sections 10 and 18, test 3; law.md G-12)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.clock import tick
from outbox import journal
from outbox.enums import MailingState, MessageState, Reason
from outbox.errors import OutboxError
from outbox.models import Content, Instance, Mailing, Message, Permit, Suppression
from outbox.services import (
    advance,
    closed_instance,
    erase_address,
    grant_permit,
    guard,
    lift_suppression,
    release_mailing,
    reopen,
    replaying,
    revoke_permit,
    suppress,
)
from outbox.services.erasure import fingerprint
from outbox.services.guard import epoch_file
from outbox.worker import Worker
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.tree import make_house

from .builders import a_confirmation, a_mailing, states
from .sinks import ScriptedSink
from .test_admin import member

pytestmark = pytest.mark.django_db

MODELS = (Instance, Permit, Suppression, Content, Mailing, Message)
START = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


class Backup:
    """The rows of the outbox as they stand now, to be put back later in place of those of that day."""

    def __init__(self) -> None:
        self.rows = [serializers.serialize("json", model._base_manager.order_by("pk")) for model in MODELS]

    def restore(self) -> None:
        for model in reversed(MODELS):
            model._base_manager.all().delete()
        for rows in self.rows:
            for row in serializers.deserialize("json", rows):
                row.save()


def letter_of_a_month_ago(clock: Any) -> Backup:
    """A backup made while a letter was leaving; a month of normal life follows it."""
    mailing = a_mailing(5)
    a_confirmation(to="lectrice4@exemple.example")
    assert advance()
    backup = Backup()
    Message.objects.update(state=MessageState.ACCEPTED, settled_at=timezone.now(), departed_at=timezone.now())
    Mailing.objects.update(state=MailingState.DONE, finished_at=timezone.now())
    for _ in range(3):
        clock.shift(timedelta(days=10))
        assert advance()
    erase_address(address="lectrice0@exemple.example")
    revoke_permit(permit=Permit.objects.get(address="lectrice1@exemple.example"), reason="partie")
    suppress(address="lectrice2@exemple.example", scope="letter", reason="plainte")
    assert mailing.counts().balanced
    return backup


def test_a_backup_of_a_month_ago_sends_nothing_and_brings_nobody_back(
    send: Callable[..., Worker], sink: ScriptedSink
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        backup = letter_of_a_month_ago(clock)
        backup.restore()
        assert Message.objects.filter(state=MessageState.READY).count() == 6
        send()
        tick(timezone.now())
        send()
        assert sink.accepted == []
        mailing = Mailing.objects.get()
        assert (mailing.state, mailing.state_note) == (
            MailingState.PAUSED,
            "Base restaurée d’une sauvegarde : à confirmer.",
        )
        # Erased, gone or opposed since the backup: still so.
        assert [model.objects.filter(address__contains="lectrice0").count() for model in (Permit, Message)] == [0, 0]
        standing = list(Permit.objects.standing().order_by("pk").values_list("address", flat=True))
        assert standing == ["lectrice3@exemple.example", "lectrice4@exemple.example"]
        assert Suppression.objects.get().scope == "letter"
        # Mail leaves again once somebody says so, to those who may still be written to and no one else.
        assert reopen(resend=False) == 1
        send()
        assert sink.accepted == []
        release_mailing(mailing=mailing)
        send()
    assert sorted(sink.addresses) == ["lectrice3@exemple.example", "lectrice4@exemple.example"]
    assert states(mailing) == {"excluded": 3, "accepted": 2}
    assert Message.objects.transactional().get().reason == Reason.RESTORED


def test_a_database_in_its_own_time_is_open(send: Callable[..., Worker], sink: ScriptedSink) -> None:
    a_mailing(2)
    send()
    send()
    assert (len(sink.accepted), closed_instance(), int(epoch_file().read_text())) == (
        2,
        None,
        Instance.objects.get().epoch,
    )


def test_a_machine_without_memory_joins_a_site_that_works_and_doubts_one_that_slept() -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert advance()
        epoch_file().unlink()
        clock.shift(timedelta(seconds=30))
        assert advance()
        epoch_file().unlink()
        clock.shift(timedelta(days=30))
        assert not advance()
    instance = closed_instance()
    assert instance is not None
    assert instance.restored_from == START + timedelta(seconds=30)


def test_a_worker_that_is_late_does_not_take_the_file_back_in_time() -> None:
    assert advance()
    epoch_file().write_text("1000000")
    guard._remember(5)
    assert epoch_file().read_text() == "1000000"


def test_a_letter_scheduled_in_the_backup_is_confirmed_by_hand_too(send: Callable[..., Worker]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        mailing = a_mailing(1, release=False)
        assert advance()
        backup = Backup()
        clock.shift(timedelta(days=1))
        assert advance()
        backup.restore()
        assert not advance()
        release_mailing(mailing=Mailing.objects.get())  # what the schedule of the backup does at its hour
        reopen(resend=True)
        send()
    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == (MailingState.PAUSED, {"ready": 1})


def test_nothing_reopens_before_the_erasures_are_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(START, tick=False) as clock:
        backup = letter_of_a_month_ago(clock)
        backup.restore()
        with monkeypatch.context() as broken:
            broken.setattr(replaying, "_addresses", lambda: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                advance()
        with pytest.raises(OutboxError, match="effacements"):
            reopen(resend=True)
        assert not advance()  # done again now
        assert reopen(resend=True) == 0
        assert advance()


def test_who_came_back_after_leaving_is_not_sent_away_by_the_journal() -> None:
    with time_machine.travel(START, tick=False) as clock:
        permit = grant_permit(address="lectrice@exemple.example", purpose="letter")
        revoke_permit(permit=permit, reason="partie")
        clock.shift(timedelta(hours=1))
        grant_permit(address="lectrice@exemple.example", purpose="letter")
        assert replaying.replay(since=None) == 1
        permit.refresh_from_db()
        assert permit.is_standing


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_the_backup_brings_back_is_erased_again() -> None:
    """Giving its place back wants a transaction of its own: nothing may hold another one around."""
    session = SessionFactory(event=WorkshopPageFactory(parent=make_house().agenda), open=True)
    row = RegistrationFactory(session=session, contact_email="lectrice0@exemple.example")
    journal.note(journal.ERASED, address_hash=fingerprint("lectrice0@exemple.example"))
    assert replaying.replay(since=None) == 1
    row.refresh_from_db()
    assert (row.contact_email, row.state) == ("", "cancelled")


def test_the_journal_holds_fingerprints_only_and_forgives_a_line_cut_short(tmp_path: Path) -> None:
    erase_address(address="lectrice0@exemple.example")
    with journal.journal_file().open("a") as file:
        file.write("2026-03-02T10:0")
    (entry,) = journal.entries(since=START - timedelta(days=9_000))
    assert (entry.what, entry.address_hash) == ("erased", fingerprint("lectrice0@exemple.example"))
    assert "lectrice" not in journal.journal_file().read_text()
    assert journal.journal_file().stat().st_mode & 0o777 == 0o600


class TestTheScreen:
    @pytest.fixture
    def decider(self) -> Client:
        return member("change_message", "change_mailing")

    @pytest.fixture
    def closed(self) -> None:
        with time_machine.travel(START, tick=False) as clock:
            letter_of_a_month_ago(clock).restore()
            assert not advance()

    def test_the_admin_says_it_on_its_first_page_and_asks(self, closed: None, decider: Client) -> None:
        assert "Aucun courrier ne part" in decider.get("/admin/").content.decode()
        page = decider.get(reverse("outbox_restored")).content.decode()
        assert "du 2 mars 2026 à 10 h 00" in page
        assert "Envois groupés à confirmer un par un : 1" in page
        assert closed_instance() is not None  # looking decided nothing
        page = decider.post(reverse("outbox_restored"), {"decision": "withhold"}).content.decode()
        assert "Courriers écartés : 1" in page
        assert closed_instance() is None
        assert "Aucun courrier ne part" not in decider.get("/admin/").content.decode()

    def test_a_mailing_is_not_said_to_leave_while_nothing_may(self, closed: None, decider: Client) -> None:
        steer = reverse("outbox_steer_mailing", args=[Mailing.objects.get().pk])
        page = decider.post(steer, {"decision": "release"}, follow=True).content.decode()
        assert ("Cet envoi reste en pause" in page, "L’envoi est en cours" in page) == (True, False)
        assert "La lettre de mars" in decider.get(reverse("outbox_restored")).content.decode()
        decider.post(steer, {"decision": "cancel"})
        assert "La lettre de mars" not in decider.get(reverse("outbox_restored")).content.decode()

    @pytest.mark.parametrize("decision", ["", "oui"])
    def test_an_unknown_decision_is_refused(self, decision: str, closed: None, decider: Client) -> None:
        assert decider.post(reverse("outbox_restored"), {"decision": decision}).status_code == 400
        assert closed_instance() is not None

    def test_nobody_else_decides(self, closed: None) -> None:
        reader = member("view_message")
        assert reader.post(reverse("outbox_restored"), {"decision": "resend"}).status_code == 302
        assert closed_instance() is not None


def test_the_journal_forgets_what_no_backup_can_bring_back() -> None:
    """law.md G-07: kept as long as a backup of the time before may be restored."""
    with time_machine.travel(START, tick=False) as clock:
        suppress(address="a@b.example", scope="letter", reason="plainte")
        clock.shift(timedelta(days=200))
        suppress(address="c@d.example", scope="letter", reason="plainte")
        assert journal.prune(timezone.now()) == 0
        clock.shift(journal.KEPT_FOR - timedelta(days=100))
        assert journal.prune(timezone.now()) == 1
        suppress(address="e@f.example", scope="letter", reason="plainte")
    kept = [entry.address_hash for entry in journal.entries(since=START)]
    assert kept == [fingerprint("c@d.example"), fingerprint("e@f.example")]
    assert journal.journal_file().stat().st_mode & 0o777 == 0o600


def test_a_suppression_lifted_since_the_backup_stays_lifted() -> None:
    with time_machine.travel(START, tick=False) as clock:
        suppress(address="a@b.example", scope="letter", reason="adresse morte")
        clock.shift(timedelta(days=1))
        lift_suppression(address="a@b.example", scope="letter")
        clock.shift(timedelta(days=1))
        suppress(address="c@d.example", scope="letter", reason="plainte")
    Suppression.objects.all().delete()
    replaying.replay(since=None)
    assert [row.address_hash for row in Suppression.objects.order_by("pk")] == [fingerprint("c@d.example")]
