"""Two clicks at once are one after the other: one mailing, one subscriber, one mail (registration.md; law.md C-09)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from newsletter.enums import LeaveReason
from newsletter.links import leaving_places
from newsletter.models import Dispatch, LetterPage, Subscriber
from newsletter.services import leave, send_letter, subscribe
from outbox.models import Mailing, Message
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory
from tests.factories.tree import make_house

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(job: Callable[[], object], *, times: int = 6) -> list[object]:
    """What `job` gave to each of `times` threads started together; the error, when it raised one."""
    barrier, results = threading.Barrier(times), list[object]()

    def run() -> None:
        try:
            barrier.wait()
            results.append(job())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_letter_sent_by_six_clicks_leaves_once() -> None:
    house = make_house()
    letter = LetterPageFactory(parent=house.letters)
    SubscriberFactory.create_batch(3)
    results = at_once(lambda: send_letter(letter=LetterPage.objects.get(pk=letter.pk), decided_by=None))
    assert results == [Dispatch.objects.get()] * 6
    assert (Mailing.objects.count(), Message.objects.count()) == (1, 3)


def test_an_address_asked_for_six_times_at_once_gets_one_mail() -> None:
    make_house()
    results = at_once(lambda: subscribe(email="ada@valclair.example", source="/"))
    assert results == [None] * 6
    assert (Subscriber.objects.count(), Message.objects.count()) == (1, 1)


def test_leaving_six_times_at_once_leaves_once() -> None:
    make_house()
    subscriber = SubscriberFactory()
    token = leaving_places(subscriber, base_url="")["leave_url"].split("/")[-2]
    results = at_once(lambda: leave(token=token, reason=LeaveReason.LINK))
    gone = sorted(getattr(result, "already_gone", result) for result in results)
    assert gone == [False, *[True] * 5]
