"""Orange takes two connections at once, and a hundred mails on each, whoever brings them (law.md D-05)."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from outbox.enums import MailingState
from outbox.families import family_of
from outbox.lanes import HOLD, Lanes, forget_old_limits
from outbox.liveness import worker_name
from outbox.models import Lane, Mailing, Message
from outbox.services import Recipient, create_mailing, release_mailing
from outbox.transports.smtp import SmtpTransport
from outbox.worker import Worker

from .builders import a_confirmation, a_content
from .killing import Nursery
from .sinks import ScriptedSink, listening


class OrangeSink(ScriptedSink):
    """Writes down how many open connections have carried mail for Orange, and how many mails each carried."""

    def __init__(self) -> None:
        super().__init__()
        self.carried: dict[Any, int] = {}
        self.most_at_once = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address.endswith(("@orange.fr", "@wanadoo.fr")):
            self.carried[server] = self.carried.get(server, 0) + 1
            still_open = [one for one in self.carried if one.transport and not one.transport.is_closing()]
            self.most_at_once = max(self.most_at_once, len(still_open))
        return await super().handle_RCPT(server, session, envelope, address, options)


def a_mixed_mailing(oranges: int, others: int) -> Mailing:
    names = [f"lectrice{number}@{('orange.fr', 'wanadoo.fr')[number % 2]}" for number in range(oranges)]
    names += [f"lectrice{number}@exemple.example" for number in range(others)]
    people = [Recipient(name, None, {"name": "Zoé", "leave": "x"}) for name in sorted(names)]
    mailing = create_mailing(label="L", reference="", content=a_content(), purpose="letter", recipients=people)
    return release_mailing(mailing=mailing)


@pytest.mark.parametrize(
    ("address", "family"), [("a@orange.fr", "orange"), ("a@wanadoo.fr", "orange"), ("a@b.example", ""), ("rien", "")]
)
def test_a_family_is_read_from_the_address(address: str, family: str) -> None:
    assert family_of(address) == family


@pytest.mark.django_db
class TestLanes:
    def test_two_workers_hold_one_each_and_the_third_waits(self) -> None:
        one, two, three = (Lanes(f"host/{number}/x/y") for number in range(3))
        assert [lanes.take("orange") for lanes in (one, two, three, one)] == [True, True, False, True]
        assert Lane.objects.filter(family="orange").count() == 2
        two.leave()
        assert three.take("orange") is True

    def test_a_lane_is_free_again_when_its_worker_is_dead_or_silent(self) -> None:
        host, pid, started, place = worker_name().split("/")
        dead, silent = Lanes(f"{host}/{pid}/{int(started) + 1}/{place}"), Lanes("other-host/1/2/3")
        assert [lanes.take("orange") for lanes in (dead, silent)] == [True, True]
        heirs = [Lanes("host/4/x/y"), Lanes("host/5/x/y")]
        assert [heir.take("orange") for heir in heirs] == [True, False]
        with time_machine.travel(timezone.now() + HOLD):
            assert heirs[1].take("orange") is True
            silent._renewed_at = time.monotonic() - 1_000
            assert silent.renew() is False
        assert silent.held == set()

    def test_a_worker_alone_sends_everybody_their_mail_and_gives_its_lane_back(
        self, sink: ScriptedSink, send: Callable[..., Worker]
    ) -> None:
        mailing = a_mixed_mailing(oranges=7, others=7)
        a_confirmation(to="presse@orange.fr")
        send()
        mailing.refresh_from_db()
        assert (len(sink.accepted), mailing.state) == (15, MailingState.DONE)
        assert sink.addresses[0] == "presse@orange.fr"
        assert list(Lane.objects.order_by("number").values_list("worker", "held_until")) == [("", None)] * 2

    def test_without_a_lane_the_others_still_get_their_mail(self, sink: ScriptedSink) -> None:
        for number in range(2):
            Lanes(f"other-host/{number}/2/3").take("orange")
        mailing = a_mixed_mailing(oranges=3, others=3)
        Worker(SmtpTransport(sink.url, timeout=10)).run(once=True)
        assert sink.addresses == [f"lectrice{number}@exemple.example" for number in range(3)]
        assert mailing.counts().waiting == 3

    def test_a_limit_taken_out_of_the_settings_holds_nobody_back(self, settings: Any) -> None:
        a_confirmation(to="a@orange.fr")
        assert Message.objects.get().family == "orange"
        settings.OUTBOX_LIMITS = {}
        assert forget_old_limits() == 1
        assert Message.objects.get().family == ""


@pytest.mark.usefixtures("committed")
class TestManyWorkers:
    @pytest.fixture
    def db(self, committed: None) -> None:
        """`committed` under the one name by which pytest-django knows that a test needs the database prepared."""

    def test_four_workers_bring_orange_its_mail_on_two_connections(self, db: None, nursery: Nursery) -> None:
        with listening(OrangeSink()) as sink:
            mailing = a_mixed_mailing(oranges=120, others=60)
            herd = [nursery.start(sink.url) for _ in range(4)]
            deadline = time.monotonic() + 60
            while mailing.counts().waiting and time.monotonic() < deadline:
                time.sleep(0.05)
            for worker in herd:
                nursery.stop(worker)
            Lane.objects.all().delete()
        assert mailing.counts().accepted == len(set(sink.addresses)) == 180
        assert sink.most_at_once <= 2
        assert max(sink.carried.values()) <= 100
