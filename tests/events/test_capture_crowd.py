"""Fifty telephones at once, on both databases: no item lost, the wall follows (issue 6)."""

import json
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from events.models import DiagnosisItem, RoomCard
from tests.events.test_concurrency import at_once
from tests.factories.workshop import RoomFactory

PHONES = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_telephones_at_once_lose_nothing_and_the_wall_follows_within_three_seconds() -> None:
    """Each says two things, and half of them send their queue twice."""
    room = RoomFactory()
    answers: list[int] = []

    def phone(number: int) -> Callable[[], None]:
        items = [{"id": str(uuid4()), "kind": "need", "text": f"{number}, idée {place}"} for place in range(2)]
        body = json.dumps({"card": {"id": str(uuid4()), "given_name": f"Voix {number}"}, "items": items})

        def speak() -> None:
            for _again in range(1 + number % 2):
                url = f"/salle/{room.phone_key}/envois/"
                answers.append(Client().post(url, body, content_type="application/json").status_code)

        return speak

    assert at_once(phone(number) for number in range(PHONES)) == []
    said = time.perf_counter()
    page = Client().get(f"/mur/{room.wall_key}/etat/").content.decode()
    assert time.perf_counter() - said < 3
    assert answers == [200] * (PHONES + PHONES // 2)
    assert (DiagnosisItem.objects.count(), RoomCard.objects.count()) == (2 * PHONES, PHONES)
    assert all(f"{number}, idée {place}" in page for number in range(PHONES) for place in range(2))
