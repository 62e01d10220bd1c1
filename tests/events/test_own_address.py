"""Changing one's address: asked from the link of the registration, done from the new mailbox (S0-13, law.md L-05)."""

import pytest
from django.test import Client

from events import services
from events.links import token_for
from events.models import Registration, Session
from events.services.moving_address import TRIES_A_DAY
from outbox.models import Message, Permit
from outbox.parts import Part
from tests.events.conftest import Ask, links

pytestmark = pytest.mark.django_db
NEW = "ada.durand@vallee.example"


def ask_for(client: Client, registration: Registration, address: str) -> int:
    path = f"/inscriptions/adresse/{token_for(registration, 'address')}/"
    return client.post(path, {"email": address}).status_code


def link_sent_to(address: str) -> str:
    message = Message.objects.filter(address=address).latest("pk")
    return next(link for link in links(message) if "/nouvelle-adresse/" in link)


def test_nothing_changes_before_the_new_address_answers_and_everything_follows_then(client: Client, ask: Ask) -> None:
    ada = ask("Ada")
    services.confirm(registration=ada)
    ada.refresh_from_db()
    old_link = f"/inscriptions/ma-place/{token_for(ada, 'manage')}/"
    assert ask_for(client, ada, NEW) == 200
    link = link_sent_to(NEW)
    assert client.get(link).status_code == 200
    ada.refresh_from_db()
    assert (ada.contact_email, client.get(old_link).status_code) == ("ada@valclair.example", 200)

    assert client.post(link).status_code == 200
    ada.refresh_from_db()
    assert (ada.contact_email, ada.person.email, ada.state, ada.rank) == (NEW, NEW, "confirmed", 1)
    assert (client.get(old_link).status_code, client.get(link).status_code) == (404, 404)
    told = Message.objects.filter(dedup_key__contains=":address-").order_by("pk")
    assert [message.address for message in told] == ["ada@valclair.example", NEW]
    assert b"METHOD:REQUEST" in Part.from_json(told[1].parts[0]).content
    assert [permit.address for permit in Permit.objects.standing()] == [NEW]
    # The same person asking again from there is known.
    assert ask("Ada", email=NEW).pk == ada.pk


def test_who_is_there_already_with_that_address_stays_apart(client: Client, ask: Ask, session: Session) -> None:
    ada, twin = ask("Ada"), ask("Ada", email=NEW)
    assert ask_for(client, ada, NEW) == 200
    page = client.post(link_sent_to(NEW))
    assert (page.status_code, "déjà inscrite" in page.content.decode()) == (409, True)
    ada.refresh_from_db()
    assert ada.contact_email == "ada@valclair.example"
    assert twin.session_id == session.pk


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "a b@c.example"])
def test_what_is_no_address_is_refused_kept_and_written_to_nobody(client: Client, ask: Ask, typed: str) -> None:
    ada = ask("Ada")
    before = Message.objects.count()
    path = f"/inscriptions/adresse/{token_for(ada, 'address')}/"
    page = client.post(path, {"email": typed})
    assert (page.status_code, f'value="{typed}"' in page.content.decode() or not typed) == (422, True)
    assert "<title>Erreur – " in page.content.decode()
    assert Message.objects.count() == before


def test_strangers_are_not_written_to_at_will(client: Client, ask: Ask) -> None:
    ada = ask("Ada")
    tries = [ask_for(client, ada, f"inconnu{number}@vallee.example") for number in range(TRIES_A_DAY + 1)]
    assert tries == [200] * TRIES_A_DAY + [429]
    assert ask_for(client, ada, "inconnu0@vallee.example") == 200
    assert Message.objects.filter(address="inconnu0@vallee.example").count() == 1


def test_the_dates_of_a_form_are_a_file_with_an_alarm_by_choice_only(client: Client, ask: Ask) -> None:
    ada = ask("Ada")
    path = f"/inscriptions/mes-dates/{token_for(ada, 'own_calendar')}.ics"
    plain, alarmed = (client.get(f"{path}{query}").content.decode() for query in ("", "?rappel=1"))
    assert (plain.count("BEGIN:VEVENT"), plain.count("BEGIN:VALARM")) == (1, 0)
    assert (alarmed.count("BEGIN:VEVENT"), alarmed.count("TRIGGER:-P1D")) == (1, 1)
    assert not [word for word in ("METHOD", "ATTENDEE", "annuler") if word in alarmed]
    services.cancel(registration=ada)
    assert "BEGIN:VEVENT" not in client.get(path).content.decode()
