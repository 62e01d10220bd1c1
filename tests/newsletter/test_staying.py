"""Three years without a sign of somebody: they are asked, and silence ends it (law.md G-07)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsletter.links import STAY_WITHIN, stay_url
from newsletter.models import Subscriber
from newsletter.services import send_letter
from newsletter.services.staying import SILENT_FOR, ask_silent, forget_silent, hear_from
from outbox.models import Message, Suppression
from tests.factories.events import RegistrationFactory, SessionFactory, WorkshopPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

START = datetime.fromisoformat("2027-03-02T10:00:00+01:00")
LATER = START + SILENT_FOR + timedelta(days=11)


@pytest.fixture
def silent(house: House) -> Subscriber:
    """Somebody who confirmed three years ago, and of whom nothing was heard since."""
    with time_machine.travel(START, tick=False):
        made: Subscriber = SubscriberFactory(email="silencieuse@valclair.example")
    return made


def address_in(mail: Message) -> str:
    """The path of the link that says « je reste »."""
    return urlsplit(next(line for line in mail.content.text.splitlines() if "/rester/" in line)).path


def test_silence_is_asked_about_once_then_ends_everything(silent: Subscriber, client: Client) -> None:
    with time_machine.travel(LATER, tick=False) as clock:
        assert [ask_silent(timezone.now()), ask_silent(timezone.now())] == [1, 0]
        mail = Message.objects.get()
        assert (mail.address, mail.content.subject) == (
            "silencieuse@valclair.example",
            "Voulez-vous encore recevoir nos nouvelles\u202f?",
        )
        clock.shift(STAY_WITHIN - timedelta(hours=1))
        assert forget_silent(timezone.now()) == 0
        clock.shift(timedelta(hours=2))
        address = urlsplit(stay_url(silent)).path
        assert [forget_silent(timezone.now()), forget_silent(timezone.now())] == [1, 0]
        assert client.post(address).status_code == 410
    assert not Subscriber.objects.filter(email="silencieuse@valclair.example").exists()
    # No import brings them back, and no other trace of the address is kept here.
    assert Suppression.objects.get().reason == "sans nouvelles depuis trois ans, et sans réponse"


def test_one_button_is_enough_to_stay_and_looking_is_no_answer(silent: Subscriber, client: Client) -> None:
    with time_machine.travel(LATER, tick=False) as clock:
        ask_silent(timezone.now())
        address = address_in(Message.objects.get())
        for _ in range(3):
            assert "Oui, je reste" in client.get(address).content.decode()
        silent.refresh_from_db()
        assert silent.heard_at is None
        answer = client.post(address)
        assert (answer.status_code, "vous restez" in answer.content.decode()) == (200, True)
        assert answer["Referrer-Policy"] == "no-referrer"
        clock.shift(STAY_WITHIN + timedelta(days=1))
        assert [forget_silent(timezone.now()), ask_silent(timezone.now())] == [0, 0]
        assert client.post(address).status_code == 410
        assert client.get(address[:-2] + "x/").status_code == 404
        clock.shift(SILENT_FOR)
        assert ask_silent(timezone.now()) == 1


@pytest.mark.parametrize("sign", ["choice", "registration", "pause"])
def test_who_did_something_is_asked_nothing(sign: str, silent: Subscriber, house: House) -> None:
    with time_machine.travel(LATER - timedelta(days=30), tick=False):
        if sign == "choice":
            hear_from(silent, at=timezone.now())
        elif sign == "registration":
            session = SessionFactory(event=WorkshopPageFactory(parent=house.agenda))
            RegistrationFactory(session=session, contact_email=silent.email)
        else:
            Subscriber.objects.update(paused_until=(LATER + timedelta(days=9)).date())
    with time_machine.travel(LATER, tick=False):
        assert ask_silent(timezone.now()) == 0


def test_who_is_asked_still_gets_letters_meanwhile(silent: Subscriber, house: House) -> None:
    with time_machine.travel(LATER, tick=False):
        ask_silent(timezone.now())
        send_letter(letter=LetterPageFactory(parent=house.letters), decided_by=None)
    assert Message.objects.filter(scope="letter").count() == 1
