"""What a person sees while nobody knows whether their own mail arrived (sending.md S4; issue: outbox)."""

import pytest
from django.test import Client
from django.utils import timezone

from events.links import token_for
from events.models import Registration
from outbox.enums import MessageState, Reason
from outbox.models import Message

from .test_registration_views import answers, form_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(client: Client, session: object) -> Registration:
    client.post(form_url(session), answers(session))
    Message.objects.update(state=MessageState.UNCERTAIN, reason=Reason.REPLY_LOST, departed_at=timezone.now())
    return Registration.objects.get()


def urls(registration: Registration) -> tuple[str, str]:
    token = token_for(registration, "manage")
    return f"/inscriptions/ma-place/{token}/", f"/inscriptions/mon-courriel/{token}/"


@pytest.mark.usefixtures("still_clock")
def test_the_page_says_that_the_place_is_safe_and_that_the_mail_may_be_lost(
    registration: Registration, client: Client
) -> None:
    page, settle = urls(registration)
    shown = client.get(page).content.decode()
    assert "Un de nos courriels s’est peut-être perdu." in shown
    assert "Votre inscription est bien enregistrée" in shown
    assert f'action="{settle}"' in shown
    Message.objects.update(state=MessageState.ACCEPTED, settled_at=timezone.now())
    assert "peut-être perdu" not in client.get(page).content.decode()


@pytest.mark.parametrize(("decision", "state"), [("received", "accepted"), ("resend", "ready")])
def test_only_the_person_settles_it_and_once(
    decision: str, state: str, registration: Registration, client: Client
) -> None:
    page, settle = urls(registration)
    assert client.get(settle).status_code == 303  # a link decides nothing
    assert Message.objects.get().state == MessageState.UNCERTAIN
    response = client.post(settle, {"decision": decision})
    assert (response.status_code, response["Location"].startswith("/inscriptions/ma-place/")) == (303, True)
    assert client.post(settle, {"decision": "resend"}).status_code == 303
    message = Message.objects.get()
    assert (message.state, message.events.get().detail) == (state, "la personne elle-même")
    assert "peut-être perdu" not in client.get(page).content.decode()


@pytest.mark.parametrize("decision", ["", "delete"])
def test_anything_else_changes_nothing(decision: str, registration: Registration, client: Client) -> None:
    assert client.post(urls(registration)[1], {"decision": decision}).status_code == 303
    assert Message.objects.get().state == MessageState.UNCERTAIN
    assert client.post("/inscriptions/mon-courriel/faux/", {"decision": "resend"}).status_code == 404
