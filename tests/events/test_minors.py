"""Minors: a box and the address of who answers for them, where the event says so (law.md G-16)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.forms.guardians import BOX_NEEDED, GUARDIAN_NEEDED
from events.links import token_for
from events.models import Registration, Session, WorkshopPage
from events.personal_data import GUARDIAN, REGISTRATIONS
from events.services import purge_registrations
from events.services.forgetting import REGISTRATION_KEPT, erase_address
from outbox.models import Message
from tests.factories.events import RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db
ADA, PARENT = "ada@valclair.example", "parent@valclair.example"
Post = Callable[..., HttpResponse]


@pytest.fixture
def minors(workshop: WorkshopPage) -> WorkshopPage:
    workshop.admits_minors = True
    workshop.save()
    return workshop


@pytest.fixture
def post(client: Client, workshop: WorkshopPage, session: Session) -> Post:
    def send(**answers: object) -> HttpResponse:
        values = {"sessions": session.pk, "given_name": "Ada", "family_name": "Durand", "email": ADA, **answers}
        return client.post(f"/inscriptions/{workshop.pk}/", values)

    return send


@pytest.fixture
def mine(minors: WorkshopPage, post: Post) -> Registration:
    post(is_minor="on", guardian_email="Parent@Valclair.example")
    return Registration.objects.get()


def to_parents() -> list[Message]:
    return list(Message.objects.filter(dedup_key__contains=":guardian:").order_by("pk"))


def test_where_the_event_says_nothing_of_minors_nothing_is_asked_nor_read(
    client: Client, workshop: WorkshopPage, post: Post
) -> None:
    page = BeautifulSoup(client.get(f"/inscriptions/{workshop.pk}/").content, "html.parser")
    assert page.select("[name^=is_minor], [name^=guardian_email]") == []
    assert post(is_minor="on", guardian_email=PARENT).status_code == 302
    assert (Registration.objects.get().guardian_email, to_parents()) == ("", [])


@pytest.mark.parametrize(
    ("answers", "wrong", "words"),
    [
        ({"is_minor": "on"}, "guardian_email", GUARDIAN_NEEDED),
        ({"is_minor": "on", "guardian_email": "parent"}, "guardian_email", GUARDIAN_NEEDED),
        ({"guardian_email": PARENT}, "is_minor", BOX_NEEDED),
        ({"given_name_2": "Bo", "family_name_2": "Roy", "is_minor_2": "on"}, "guardian_email_2", GUARDIAN_NEEDED),
    ],
)
@pytest.mark.usefixtures("minors")
def test_the_box_and_the_address_go_together_and_what_was_typed_is_kept(
    post: Post, answers: dict[str, str], wrong: str, words: str
) -> None:
    response = post(**answers)
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert words in page.select_one(f"#id_{wrong}_error").get_text()
    assert page.select_one("#id_guardian_email")["value" if "guardian_email" in answers else "name"] == answers.get(
        "guardian_email", "guardian_email"
    )


def test_a_parent_is_told_once_without_anybody_s_link(mine: Registration, workshop: WorkshopPage) -> None:
    assert mine.guardian_email == PARENT
    (mail,) = to_parents()
    assert mail.address == PARENT
    assert "Ada Durand a demandé une place" in mail.content.text
    assert f"/rendez-vous/{workshop.pk}/contact/" in mail.content.text
    assert ("/inscriptions/" in mail.content.text, "/inscriptions/" in mail.content.html) == (False, False)


@pytest.mark.usefixtures("minors")
def test_each_person_of_a_form_has_their_own_and_who_registers_a_child_is_not_told_twice(post: Post) -> None:
    post(given_name_2="Bo", family_name_2="Roy", is_minor_2="on", guardian_email_2=ADA)
    assert list(Registration.objects.order_by("rank").values_list("guardian_email", flat=True)) == ["", ADA]
    assert to_parents() == []


def change(client: Client, row: Registration, **answers: str) -> int:
    return client.post(f"/inscriptions/changer/{token_for(row, 'change')}/", answers).status_code


def test_the_address_is_corrected_by_the_link_and_a_few_strangers_at_most_are_written_to(
    client: Client, mine: Registration
) -> None:
    said = [change(client, mine, is_minor="on", guardian_email=f"p{n}@valclair.example") for n in (1, 2, 3)]
    mine.refresh_from_db()
    assert (said, mine.guardian_email, len(to_parents())) == ([200, 200, 409], "p2@valclair.example", 3)
    assert change(client, mine) == 200
    mine.refresh_from_db()
    assert mine.guardian_email == ""


def test_nobody_fills_the_mailbox_of_a_parent_by_registering_again_and_again(
    session: Session, minors: WorkshopPage, post: Post
) -> None:
    """law.md C-09: as many demands that nobody confirmed as for an address of contact."""
    for number in range(6):
        post(email=f"inconnu{number}@valclair.example", is_minor="on", guardian_email=PARENT)
    assert (session.registrations.count(), len(to_parents())) == (6, 4)


def test_no_longer_asked_the_address_is_kept_when_something_else_changes(
    client: Client, mine: Registration, workshop: WorkshopPage
) -> None:
    WorkshopPage.objects.filter(pk=workshop.pk).update(admits_minors=False)
    assert change(client, mine, message="Bonjour") == 200
    mine.refresh_from_db()
    assert (mine.message, mine.guardian_email) == ("Bonjour", PARENT)


def test_both_take_their_data_away_and_a_parent_learns_nothing_else(client: Client, mine: Registration) -> None:
    own = client.get(f"/inscriptions/mes-donnees/{token_for(mine, 'data')}/").json()
    assert own["inscriptions"][0][GUARDIAN] == PARENT
    assert [row[GUARDIAN] for row in REGISTRATIONS.export(ADA)] == [PARENT]
    (row,) = REGISTRATIONS.export(PARENT)
    assert (list(row), row[GUARDIAN]) == (["rendez-vous", "début", GUARDIAN], PARENT)


def test_a_parent_erased_leaves_the_place_and_the_registrant_erased_leaves_nothing_at_the_parent_s(
    client: Client, minors: WorkshopPage, post: Post, mine: Registration
) -> None:
    erase_address(PARENT)
    mine.refresh_from_db()
    assert (mine.guardian_email, mine.contact_email, mine.state) == ("", ADA, "held")
    change(client, mine, is_minor="on", guardian_email="autre@valclair.example")
    erase_address(ADA)
    mine.refresh_from_db()
    assert (mine.guardian_email, mine.state, to_parents()) == ("", "cancelled", [])
    assert not Message.objects.filter(content__text__contains="Ada Durand").exists()


def test_the_address_is_purged_with_that_of_the_registration(workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, past=True)
    row = RegistrationFactory(session=session, guardian_email=PARENT)
    purge_registrations(session.ends_at + REGISTRATION_KEPT)
    row.refresh_from_db()
    assert row.guardian_email == PARENT
    purge_registrations(session.ends_at + REGISTRATION_KEPT + timedelta(days=1))
    row.refresh_from_db()
    assert row.guardian_email == ""


def test_the_team_reads_it_in_who_comes_and_in_the_export(admin_client: Client, mine: Registration) -> None:
    Registration.objects.update(guardian_email="=parent@valclair.example")
    who_comes = admin_client.get(reverse("events_dossier", args=[mine.session.event_id])).content.decode()
    assert "parent ou responsable\u00a0: =parent@valclair.example" in who_comes
    register = "/admin/events/registration/"
    sheet = b"".join(admin_client.get(f"{register}?export=csv").streaming_content).decode()
    assert "'=parent@valclair.example" in sheet
