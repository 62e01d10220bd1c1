"""An event with one open date, and the answers somebody gives to register."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from events import services
from events.models import Registration, Session, WorkshopPage
from outbox.models import Message
from people.humans.stamps import make_stamp
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.tree import House

Ask = Callable[..., Registration]


@pytest.fixture
def workshop(house: House) -> WorkshopPage:
    return WorkshopPageFactory(parent=house.agenda, title="Se déplacer autrement", slug="se-deplacer-autrement")


@pytest.fixture
def session(workshop: WorkshopPage) -> Session:
    return SessionFactory(event=workshop, open=True, capacity=2)


@pytest.fixture
def ask(session: Session) -> Ask:
    """Register somebody at `session` as the public form does: `ask("Ada")`, `ask("Ada", email=…)`."""

    def register(name: str, **answers: Any) -> Registration:
        values: dict[str, Any] = {
            "session": session,
            "given_name": name,
            "family_name": "Durand",
            "email": f"{name.lower()}@valclair.example",
            "submission_key": uuid4(),
            "source": "/inscriptions/",
        }
        return services.register(**{**values, **answers})

    return register


@pytest.fixture
def still_clock() -> Iterator[None]:
    """Signed links carry the second they were made in: two of the same thing are equal only within that second."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def ripe_stamp() -> str:
    """What a public form carries once somebody had it before their eyes for two minutes."""
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        return make_stamp()


def mails() -> list[tuple[str, str]]:
    """Every mail written so far: to whom, and its kind, in order of writing."""
    rows = Message.objects.order_by("pk").values_list("address", "dedup_key")
    return [(address, (key or "").split(":")[2]) for address, key in rows]


def links(message: Message) -> list[str]:
    """The paths of the links in the text of a mail."""
    return re.findall(r"http://testserver(/\S+)", message.content.text)
