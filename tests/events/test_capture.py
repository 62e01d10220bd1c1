"""The room on the day: telephones, weak network, paper sheets, the wall (S3-22, S3-23)."""

import json
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.enums import DiagnosisKind, Phase
from events.enums_workshop import ItemSource, ItemState
from events.models import DiagnosisItem, Room, RoomCard, WorkshopPage
from events.services.capturing import (
    ITEMS_A_CARD,
    CardDraft,
    ensure_room,
    renew_room_keys,
    set_room,
    shut_old_rooms,
    type_sheet,
)
from events.services.diagnosis import merge, settle_items
from people.models import Consent, Person
from tests.factories.events import DiagnosisItemFactory, RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(workshop: WorkshopPage) -> Room:
    room = ensure_room(workshop)
    set_room(room=room, is_open=True, reads_first=False)
    room.refresh_from_db()
    return room


def item(text: str, kind: str = "brake", number: UUID | None = None) -> dict[str, str]:
    return {"id": str(number or uuid4()), "kind": kind, "text": text}


def card(**values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "given_name": "Ada", "family_name": "Durand", **values}


def post(client: Client, room: Room, **sent: Any) -> Any:
    return client.post(f"/salle/{room.phone_key}/envois/", json.dumps(sent), content_type="application/json")


def test_a_queue_sent_twice_late_or_in_pieces_is_written_once(client: Client, room: Room) -> None:
    mine, items = card(), [item("Le car part trop tôt."), item("Prêter le minibus.", "lever")]
    answers = [
        post(client, room, card=mine, items=items[:1]),
        post(client, room, card=mine, items=items),
        post(client, room, owner=mine["id"], items=items),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[1].json() == {"done": [each["id"] for each in items], "refused": {}}
    rows = DiagnosisItem.objects.order_by("kind").values_list("text", "phase", "source", "state", "author__given_name")
    assert list(rows) == [
        ("Le car part trop tôt.", Phase.MORNING, ItemSource.PHONE, ItemState.NEW, "Ada"),
        ("Prêter le minibus.", Phase.MORNING, ItemSource.PHONE, ItemState.NEW, "Ada"),
    ]
    assert (RoomCard.objects.count(), Person.objects.count()) == (1, 1)


def test_what_can_never_be_written_leaves_the_queue_and_says_why(client: Client, room: Room) -> None:
    good, bad = item("Une salle chauffée.", "means"), item("x", "nothing")
    answer = post(client, room, items=[good, bad]).json()
    assert answer["done"] == [good["id"]]
    assert list(answer["refused"]) == [bad["id"]]
    for body in ("[]", "{", '{"items": [{"id": "x"}]}', '{"card": {}}'):
        url = f"/salle/{room.phone_key}/envois/"
        assert client.post(url, body, content_type="application/json").status_code == 400


def test_a_name_is_shown_only_to_whom_it_was_given(client: Client, room: Room) -> None:
    """Without the box, what Ada says is nobody's on the wall; unticked later, her name goes."""
    mine = card(may_be_named=True)
    said = [item("Le car part trop tôt.")]
    post(client, room, card=mine, items=said)
    assert "Ada Durand" in client.get(f"/mur/{room.wall_key}/").content.decode()
    post(client, room, card={**mine, "may_be_named": False})
    assert "Ada" not in client.get(f"/mur/{room.wall_key}/").content.decode()
    assert DiagnosisItem.objects.get().author == Person.objects.get()
    assert Consent.objects.given().count() == 0


def test_somebody_registered_is_the_same_person(client: Client, room: Room) -> None:
    registration = RegistrationFactory(
        session=SessionFactory(event=room.workshop, open=True),
        person__given_name="Zoé",
        person__family_name="Martin",
    )
    post(client, room, card=card(given_name="zoe", family_name="MARTIN"))
    assert RoomCard.objects.get().person == registration.person


def test_without_javascript_the_plain_form_does_the_same(client: Client, room: Room) -> None:
    url = f"/salle/{room.phone_key}/"
    page = client.get(url)
    number = page.context["card_id"]
    made = client.post(url, {"quoi": "carte", "given_name": "Ada", "family_name": "Durand", "card": number})
    assert made.status_code == 302
    said = {"quoi": "element", "kind": "need", "text": "Rentrer du cinéma.", "card": number, "item": str(uuid4())}
    for _twice in range(2):
        assert client.post(url, said, follow=True).status_code == 200
    assert list(DiagnosisItem.objects.values_list("text", "author__given_name")) == [("Rentrer du cinéma.", "Ada")]
    refused = client.post(url, {**said, "text": "", "item": ""})
    assert refused.status_code == 422
    assert "Écrivez quelques mots." in refused.content.decode()


def test_a_shut_room_refuses_and_keeps_what_was_typed(client: Client, room: Room) -> None:
    set_room(room=room, is_open=False, reads_first=False)
    assert post(client, room, items=[item("Trop tard.")]).status_code == 409
    page = client.post(f"/salle/{room.phone_key}/", {"quoi": "element", "kind": "need", "text": "Trop tard."})
    assert (page.status_code, "Trop tard." in page.content.decode()) == (409, True)
    assert DiagnosisItem.objects.count() == 0


def test_keys_are_renewed_and_rooms_shut_two_days_after(client: Client, room: Room) -> None:
    former = room.phone_key
    renew_room_keys(room=room)
    assert client.get(f"/salle/{former}/").status_code == 404
    session = SessionFactory(event=room.workshop, past=True)
    assert (
        shut_old_rooms(session.ends_at),
        shut_old_rooms(session.ends_at.replace(year=session.ends_at.year + 1)),
    ) == (
        0,
        1,
    )


def test_a_card_holds_so_much_and_no_more(client: Client, room: Room) -> None:
    mine = card()
    assert post(client, room, card=mine, items=[item(f"Idée {n}") for n in range(ITEMS_A_CARD)]).status_code == 200
    assert post(client, room, owner=mine["id"], items=[item("Une de trop")]).status_code == 409


def test_a_paper_sheet_is_typed_once_corrected_and_never_taken_for_another(client: Client, room: Room) -> None:
    set_room(room=room, is_open=False, reads_first=False)
    url = f"/saisie/{room.typing_key}/"
    sheet = {
        "number": "12",
        "given_name": "Ada",
        "kind1": "brake",
        "text1": "Le car.",
        "kind2": "need",
        "text2": "Lire.",
    }
    for _twice in range(2):
        assert client.post(url, sheet).status_code == 302
    assert client.post(url, {**sheet, "given_name": "Bruno"}).status_code == 409
    shown = client.get(f"{url}?fiche=12").context["form"].initial
    assert (shown["given_name"], shown["text2"]) == ("Ada", "Lire.")
    assert client.post(url, {**sheet, "corrects": "True", "given_name": "Ada", "text2": "Relire."}).status_code == 302
    rows = DiagnosisItem.objects.order_by("sheet_line").values_list("sheet_number", "sheet_line", "text", "source")
    assert list(rows) == [(12, 1, "Le car.", ItemSource.SHEET), (12, 2, "Relire.", ItemSource.SHEET)]
    assert client.get(url).context["form"].initial == {"number": 13}


def test_the_wall_shows_what_is_not_set_aside_or_only_what_was_read(client: Client, room: Room) -> None:
    kept, double, aside = DiagnosisItemFactory.create_batch(3, workshop=room.workshop, kind=DiagnosisKind.NEED)
    new = DiagnosisItemFactory(workshop=room.workshop, state=ItemState.NEW)
    merge(into=kept, others=[double])
    settle_items(items=[aside], state=ItemState.ASIDE)
    page = client.get(f"/mur/{room.wall_key}/")
    assert [each.text in page.content.decode() for each in (kept, new, aside, double)] == [True, True, False, False]
    assert "2 voix" in page.content.decode()
    set_room(room=room, is_open=True, reads_first=True)
    assert new.text not in client.get(f"/mur/{room.wall_key}/").content.decode()
    seen = client.get(f"/mur/{room.wall_key}/").context["wall"].fingerprint
    assert client.get(f"/mur/{room.wall_key}/etat/?vu={seen}").status_code == 204
    settle_items(items=[new], state=ItemState.KEPT)
    assert new.text in client.get(f"/mur/{room.wall_key}/etat/?vu={seen}").content.decode()


def test_the_wall_asks_as_little_for_thirty_items_as_for_one(client: Client, room: Room) -> None:
    counts = []
    for number in (1, 3):
        DiagnosisItemFactory.create_batch(number, workshop=room.workshop, quoted=True)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("events:wall_state", args=[room.wall_key]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_telephone_works_out_neither_the_card_of_a_paper_sheet_nor_speaks_for_it(client: Client, room: Room) -> None:
    """Its identifier followed from the numbers of the room and of the sheet: whoever knew how read a name."""
    card = CardDraft(uuid4(), "Zéphyrine", "Col")
    typed = [type_sheet(room=room, number=3, card=card, lines=[(DiagnosisKind.NEED, "Lire.")]) for _ in range(2)]
    assert (typed[0] == typed[1], DiagnosisItem.objects.count()) == (True, 1)
    guessed = uuid5(NAMESPACE_OID, f"dirigeable:room:{room.pk}:sheet:3:0")
    assert "Zéphyrine" not in client.get(f"/salle/{room.phone_key}/?carte={guessed}").content.decode()
    post(client, room, owner=str(guessed), items=[item("Faux.")])
    assert DiagnosisItem.objects.get(text="Faux.").author is None


def test_a_sheet_typed_under_former_identifiers_is_corrected_not_doubled(room: Room) -> None:
    draft = CardDraft(uuid4(), "Ada")
    sheet = type_sheet(room=room, number=3, card=draft, lines=[(DiagnosisKind.NEED, "Lire.")])
    RoomCard.objects.update(client_id=uuid4())
    DiagnosisItem.objects.update(client_id=uuid4())
    lines = [(DiagnosisKind.NEED, "Relire."), (DiagnosisKind.BRAKE, "Le bruit.")]
    assert type_sheet(room=room, number=3, card=draft, lines=lines, corrects=True) == sheet
    assert list(DiagnosisItem.objects.order_by("sheet_line").values_list("text", flat=True)) == ["Relire.", "Le bruit."]
