"""kill -9 of real workers: nothing twice, nothing lost in silence (issue: outbox; sending.md section 18, test
1).
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db.models import F

from outbox import pacing
from outbox.enums import MailingState
from outbox.models import Permit
from outbox.services import revoke_permit

from .builders import a_confirmation, a_mailing
from .killing import ROOT, Nursery, Slaughter, environment
from .sinks import ScriptedSink

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(committed: None) -> None:
    """`committed` under the one name by which pytest-django knows that a test needs the database prepared."""


def check(slaughter: Slaughter) -> None:
    mailing = slaughter.mailing
    mailing.refresh_from_db()
    counts = mailing.counts()
    print(f"{slaughter.killed} kills: {counts}, {len(slaughter.sink.accepted)} mails at the sink")  # noqa: T201
    assert slaughter.killed == slaughter.kills
    assert slaughter.sent_twice() == {}
    assert slaughter.lost_in_silence() == set()
    assert slaughter.hidden() == set()
    assert slaughter.unbalanced == []
    assert counts.waiting == 0
    assert counts.accepted + counts.uncertain == counts.audience
    # One page was leaving per kill at most: the doubt is never larger.
    assert counts.uncertain <= slaughter.kills * pacing.LARGEST


def test_killing_workers_doubles_and_loses_nothing(sink: ScriptedSink, nursery: Nursery) -> None:
    slaughter = Slaughter(sink, a_mailing(400), nursery, workers=2, kills=4)
    slaughter.run(patience=60)
    check(slaughter)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killing_workers_forty_times_doubles_and_loses_nothing(seed: int, sink: ScriptedSink, nursery: Nursery) -> None:
    slaughter = Slaughter(sink, a_mailing(4_000), nursery, workers=3, kills=40, seed=seed)
    slaughter.run(patience=900)
    check(slaughter)


def test_sigterm_finishes_the_mail_that_is_leaving_and_gives_the_others_back(
    sink: ScriptedSink, nursery: Nursery
) -> None:
    mailing = a_mailing(200)
    worker = nursery.start(sink.url)
    deadline = time.monotonic() + 30
    while len(sink.accepted) < 30 and time.monotonic() < deadline:
        time.sleep(0.005)
    assert nursery.stop(worker) == 0
    counts = mailing.counts()
    assert (counts.uncertain, counts.balanced) == (0, True)
    assert counts.accepted == len(sink.accepted) < 200
    assert set(mailing.messages.order_by("pk").values_list("state", flat=True)) == {"accepted", "ready"}


def test_people_who_leave_during_the_send_get_nothing_after_they_left(sink: ScriptedSink, nursery: Nursery) -> None:
    """law.md L-07, sending.md section 18 test 2: compared with the departure times of the rows."""
    mailing = a_mailing(200)
    worker = nursery.start(sink.url)
    leavers = list(Permit.objects.order_by("pk"))[::4]
    deadline = time.monotonic() + 30
    while len(sink.accepted) < 10 and time.monotonic() < deadline:
        time.sleep(0.005)
    for permit in reversed(leavers):
        revoke_permit(permit=permit, reason="partie")
    while mailing.counts().waiting and time.monotonic() < deadline:
        time.sleep(0.05)
    nursery.stop(worker)
    left = {permit.address for permit in leavers}
    departures = mailing.messages.filter(departed_at__isnull=False).select_related("permit").order_by("pk")
    late = departures.filter(departed_at__gt=F("permit__revoked_at"))
    assert list(late) == []
    excluded = set(mailing.messages.filter(state="excluded").values_list("address", flat=True))
    assert excluded <= left
    # How many depends on the machine; none would prove nothing.
    assert excluded
    assert set(sink.addresses) & excluded == set()
    assert mailing.counts().balanced


def test_the_command_sends_what_waits_and_ends(sink: ScriptedSink, tmp_path: Path) -> None:
    mailing = a_mailing(3)
    a_confirmation()
    command = [sys.executable, "manage.py", "outbox", "--once"]
    ended = subprocess.run(command, env=environment(tmp_path, sink.url), cwd=ROOT, check=True, capture_output=True)
    mailing.refresh_from_db()
    assert (len(sink.accepted), mailing.state) == (4, MailingState.DONE)
    assert ended.stdout.decode() == "4 message(s) remis au serveur d’envoi.\n"


def test_the_command_says_when_nothing_could_leave(nursery: Nursery) -> None:
    a_confirmation()
    assert nursery.wait(nursery.start("smtp://127.0.0.1:9", "--once")) == 1
    assert "rien n’est perdu" in nursery.log.read_text()
