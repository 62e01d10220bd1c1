"""The way of somebody who registers, page by page, without JavaScript."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events import services
from events.enums import SessionState
from events.errors import TooBusy
from events.links import token_for
from events.models import Registration, Session, Wish, WorkshopPage
from outbox.models import Message
from people.enums import ConsentPurpose
from people.models import ConsentText
from tests.events.conftest import Ask, links, mails
from tests.events.saving import save_date
from tests.factories.events import SeriesPageFactory, SessionFactory, VideoWorkshopPageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def answers(session: Session, **changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "sessions": [session.pk],
        "given_name": "Ada",
        "family_name": "Durand",
        "email": "Ada@Valclair.example",
        "organisation_name": "",
        "message": "",
        "submission_key": str(uuid4()),
    }
    return {**typed, **changes}


def form_url(session: Session) -> str:
    return f"/inscriptions/{session.event_id}/"


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_from_the_form_to_the_place_and_back(client: Client, session: Session) -> None:
    assert client.get(form_url(session)).status_code == 200
    response = client.post(form_url(session), answers(session))
    assert (response.status_code, response["Location"]) == (302, f"/inscriptions/{session.event_id}/merci/")
    page = soup(client.get(response["Location"]))
    assert page.select_one("[role=status]") is not None
    confirm, manage = links(Message.objects.get())

    assert "Encore un geste" in client.get(confirm).content.decode()
    assert Registration.objects.get().state == "held"
    assert "C’est confirmé" in client.post(confirm).content.decode()
    assert Registration.objects.get().state == "confirmed"

    cancel = soup(client.get(manage)).select_one("a[href*='/inscriptions/annuler/']")
    assert cancel is not None
    assert "Rendre votre place" in client.get(str(cancel["href"])).content.decode()
    assert Registration.objects.get().state == "confirmed"
    assert "Merci d’avoir prévenu" in client.post(str(cancel["href"])).content.decode()
    assert Registration.objects.get().state == "cancelled"
    again = client.post(str(cancel["href"]))
    assert (again.status_code, "C’était déjà fait" in again.content.decode()) == (200, True)
    assert [kind for _to, kind in mails()] == ["received", "confirmed", "cancelled"]


def test_the_form_is_labelled_as_rgaa_asks(client: Client, session: Session) -> None:
    """law.md A-14: labels, groups, required in words, autocomplete, errors tied to their field with an example."""
    page = soup(client.get(form_url(session)))
    form = page.select_one("form.registration")
    assert form is not None
    for answer in form.select("input:not([type=hidden]), textarea"):
        assert form.select_one(f"label[for='{answer['id']}']"), answer
    assert all(group.find("legend") for group in form.select("fieldset"))
    assert [form.select_one(f"#id_{name}")["autocomplete"] for name in ("given_name", "family_name", "email")] == [
        "given-name",
        "family-name",
        "email",
    ]
    assert len(form.find_all(string=re.compile("obligatoire\\)"))) == 3
    assert [box["id"] for box in form.select("fieldset [checked]")] == [f"seance-{session.pk}"]

    page = soup(client.post(form_url(session), answers(session, email="pas une adresse", given_name="")))
    for name in ("email", "given_name"):
        field = page.select_one(f"#id_{name}")
        assert field is not None
        assert field["aria-invalid"] == "true"
        assert page.select_one(f"#id_{name}_error") is not None
        assert f"id_{name}_error" in str(field["aria-describedby"]).split()
        assert page.select_one(f"#erreurs a[href='#id_{name}']")
    assert "par exemple camille.martin@exemple.fr" in page.get_text()


def test_wrong_answers_are_kept_and_write_nothing(client: Client, session: Session) -> None:
    response = client.post(form_url(session), answers(session, email="ada@", organisation_name="La Régie", sessions=[]))
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("#id_organisation_name")["value"] == "La Régie"
    assert (Registration.objects.count(), mails()) == (0, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"sessions": ["abc"]},
        {"sessions": ["\x00"]},
        {"sessions": [str(10**30)]},
        {"sessions": ["-1", "0"]},
        {"given_name": "\x00"},
        {"given_name": "x" * 5000},
        {"email": "a" * 5000 + "@valclair.example"},
        {"email": "ada@xn--"},
        {"email": "ada@" + "é" * 300},
        {"email": "ada\r\nBcc: x@valclair.example"},
        {"message": "x" * 5000},
        {"help_with_journal": ["letter"]},
    ],
)
def test_no_answer_breaks_the_form(client: Client, session: Session, changes: dict[str, object]) -> None:
    response = client.post(form_url(session), answers(session, **changes))
    assert (response.status_code, Registration.objects.count()) == (422, 0)


@pytest.mark.parametrize("key", ["", "abc", "\x00", "0" * 5000])
def test_a_form_that_lost_its_key_still_registers_once(client: Client, session: Session, key: str) -> None:
    for _ in range(2):
        assert client.post(form_url(session), answers(session, submission_key=key)).status_code in {302, 422}
    assert Registration.objects.count() <= 1


def test_the_same_form_posted_twice_answers_the_same_and_writes_once(client: Client, session: Session) -> None:
    typed = answers(session)
    first, second = client.post(form_url(session), typed), client.post(form_url(session), typed)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert (Registration.objects.count(), len(mails())) == (1, 1)


def test_nobody_learns_from_the_form_who_is_registered(client: Client, session: Session) -> None:
    """registration.md section 7: the same page, byte for byte."""
    # The form of the infolettre in the foot of the page carries the time it was shown at.
    with time_machine.travel(timezone.now(), tick=False):
        new = client.post(form_url(session), answers(session), follow=True)
        known = client.post(form_url(session), answers(session), follow=True)
    assert (new.status_code, new.content) == (known.status_code, known.content)
    assert [kind for _to, kind in mails()] == ["received", "known"]


def test_a_program_that_fills_the_hidden_field_is_thanked_and_ignored(client: Client, session: Session) -> None:
    response = client.post(form_url(session), answers(session, website="https://spam.example"))
    assert (response.status_code, Registration.objects.count()) == (302, 0)


def test_wishes_come_unticked_in_their_published_words_and_only_then(client: Client, session: Session) -> None:
    page = soup(client.get(form_url(session)))
    letter = ConsentText.objects.get(purpose=ConsentPurpose.LETTER)
    assert letter.label in page.get_text()
    assert page.select("#id_letter[checked], [name=help_with_journal][checked]") == []
    client.post(form_url(session), answers(session, letter="on", help_with_journal=["write", "proofread"]))
    assert sorted(Wish.objects.values_list("kind", flat=True)) == ["letter", "proofread", "write"]

    letter.unpublish()
    page = soup(client.get(form_url(session)))
    assert page.select("#id_letter") == []


def test_a_date_closed_meanwhile_is_a_409_that_keeps_everything(client: Client, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    SessionFactory(event=session.event, open=True, days=40)
    response = client.post(form_url(session), answers(session))
    page = soup(response)
    assert response.status_code == 409
    assert page.select_one("#id_given_name")["value"] == "Ada"
    assert page.select_one(f"#seance-{session.pk}[checked]") is not None
    assert "ne sont pas ouvertes" in page.get_text()


def test_in_a_rush_the_page_keeps_the_form_and_its_key(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rush(**kwargs: object) -> None:
        raise TooBusy

    monkeypatch.setattr("events.views.registering.register_people", rush)
    typed = answers(session)
    response = client.post(form_url(session), typed)
    page = soup(response)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert page.select_one("[name=submission_key]")["value"] == typed["submission_key"]
    assert page.select_one("#id_email")["value"] == typed["email"]
    assert "Forte affluence" in page.get_text()


@pytest.mark.parametrize(
    ("traits", "status"),
    [({"past": True}, 410), ({"cancelled": True}, 410), ({"state": SessionState.CLOSED}, 410), ({}, 200)],
)
def test_when_nobody_can_register_the_page_says_why(
    client: Client, workshop: WorkshopPage, traits: dict[str, object], status: int
) -> None:
    SessionFactory(event=workshop, **traits)
    response = client.get(f"/inscriptions/{workshop.pk}/")
    assert response.status_code == status
    assert soup(response).select("form.registration") == []
    response = client.post(f"/inscriptions/{workshop.pk}/", answers(Session.objects.get()))
    assert (response.status_code, Registration.objects.count()) == (409, 0)


@pytest.mark.parametrize("dates", [1, 3])
def test_a_form_costs_few_statements_whatever_the_number_of_dates_of_the_page(
    client: Client, house: House, dates: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """A rush is a hundred of these a second (issue 5)."""
    series = SeriesPageFactory(parent=house.agenda)
    sessions = [
        SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True, days=30 + n) for n in range(dates)
    ]
    for known in range(2):  # the first time also compiles what is compiled once
        typed = answers(sessions[0], email=f"ada{known}@valclair.example")
        with django_assert_max_num_queries(24 if known else 40):
            assert client.post(f"/inscriptions/{series.pk}/", typed).status_code == 302
    assert sessions[0].registrations.count() == 2


def test_several_dates_of_a_series_in_one_form(client: Client, house: House) -> None:
    series = SeriesPageFactory(parent=house.agenda)
    sessions = [SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True, days=30 + n) for n in range(3)]
    page = soup(client.get(f"/inscriptions/{series.pk}/?seance={sessions[1].pk}"))
    assert [box["value"] for box in page.select("[name=sessions]")] == [str(row.pk) for row in sessions]
    assert [box["value"] for box in page.select("[name=sessions][checked]")] == [str(sessions[1].pk)]
    typed = answers(sessions[0], sessions=[sessions[0].pk, sessions[2].pk])
    assert client.post(f"/inscriptions/{series.pk}/", typed).status_code == 302
    assert Registration.objects.count() == 2
    confirm, manage = links(Message.objects.get())
    client.post(confirm)
    assert set(Registration.objects.values_list("state", flat=True)) == {"confirmed"}
    assert len(soup(client.get(manage)).select("li.date")) == 2


@pytest.mark.parametrize(
    "address",
    ["/inscriptions/999999/", "/inscriptions/99999999999999999999999999/", "/inscriptions/0/", "/inscriptions/abc/"],
)
def test_an_unknown_number_is_a_404(client: Client, house: House, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_that_are_no_event_draft_or_private_take_nobody(client: Client, house: House, session: Session) -> None:
    assert client.get(f"/inscriptions/{house.home.pk}/").status_code == 404
    PageViewRestriction.objects.create(page=session.event, restriction_type="login")
    assert client.get(form_url(session)).status_code == 404
    PageViewRestriction.objects.all().delete()
    session.event.unpublish()
    assert client.get(form_url(session)).status_code == 404


def signed_urls(registration: Registration) -> dict[str, str]:
    names = {"confirm": "confirmer", "manage": "ma-place", "cancel": "annuler"}
    return {action: f"/inscriptions/{word}/{token_for(registration, action)}/" for action, word in names.items()}


def test_a_scanner_that_follows_every_link_a_hundred_times_changes_nothing(
    client: Client, ask: Ask, session: Session
) -> None:
    """law.md L-04: GET and HEAD change nothing, and burn nothing."""
    registration = ask("Ada")
    with CaptureQueriesContext(connection) as captured:
        for address in signed_urls(registration).values():
            for _ in range(34):
                assert client.get(address).status_code == 200
            assert client.head(address).status_code == 200
    written = [query["sql"] for query in captured if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"], re.I)]
    assert written == []
    assert (Registration.objects.get().state, len(mails())) == ("held", 1)
    assert client.post(signed_urls(registration)["confirm"]).status_code == 200


def test_signed_pages_keep_their_secret(client: Client, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """law.md L-05: neither in a Referer, nor in a cache, nor in a search engine, nor in the logs."""
    urls = signed_urls(ask("Ada"))
    caplog.clear()
    for address in urls.values():
        for response in (client.get(address), client.get(address[:-4] + "aaa/")):
            assert response["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response["Cache-Control"]
            assert "noindex" in response["X-Robots-Tag"]
    with time_machine.travel(timezone.now() + dt.timedelta(days=401), tick=False):
        assert client.get(urls["manage"]).status_code == 410
    assert [record.getMessage() for record in caplog.records if "/inscriptions/" in record.getMessage()] == []


def test_an_altered_link_is_a_404_and_one_action_does_not_open_another(client: Client, ask: Ask) -> None:
    registration = ask("Ada")
    confirm = token_for(registration, "confirm")
    for token in (confirm[:-1], confirm + "x", "x", "%00", "é", "x" * 3000):
        assert client.post(f"/inscriptions/confirmer/{token}/").status_code == 404
    assert client.post(f"/inscriptions/annuler/{confirm}/").status_code == 404
    assert Registration.objects.get().state == "held"


def test_links_die_with_age_and_with_the_address(client: Client, ask: Ask) -> None:
    registration = ask("Ada")
    urls = signed_urls(registration)
    with time_machine.travel(timezone.now() + dt.timedelta(days=61), tick=False):
        assert client.get(urls["confirm"]).status_code == 410
    with time_machine.travel(timezone.now() + dt.timedelta(days=401), tick=False):
        assert [client.get(urls[action]).status_code for action in ("manage", "cancel")] == [410, 410]
    Registration.objects.update(contact_email="autre@valclair.example")
    assert [client.get(url).status_code for url in urls.values()] == [404, 404, 404]


def test_a_place_lost_before_the_click_is_said_lost(client: Client, ask: Ask) -> None:
    urls = signed_urls(ask("Ada"))
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49), tick=False):
        assert client.get(urls["confirm"]).status_code == 410
        response = client.post(urls["confirm"])
        assert (response.status_code, "Place rendue" in response.content.decode()) == (410, True)
        assert "C’était déjà fait" in client.post(urls["cancel"]).content.decode()


def test_the_waiting_list_shows_the_rank_and_can_be_left(client: Client, ask: Ask) -> None:
    """W8."""
    rows = [ask(name) for name in ("Ada", "Bruno", "Chloe", "Diego")]
    urls = signed_urls(rows[3])
    assert "liste d’attente\u00a0: 2" in client.get(urls["manage"]).content.decode()
    services.cancel(registration=rows[2])
    assert "tête de la liste" in client.get(urls["manage"]).content.decode()
    assert "Quitter la liste d’attente" in client.get(urls["cancel"]).content.decode()
    client.post(urls["cancel"])
    rows[3].refresh_from_db()
    assert rows[3].state == "cancelled"


def test_a_session_that_started_or_was_cancelled_has_nothing_to_give_back(
    client: Client, ask: Ask, session: Session
) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    urls = signed_urls(registration)
    with time_machine.travel(session.starts_at + dt.timedelta(minutes=1), tick=False):
        assert client.get(urls["cancel"]).status_code == 410
        assert client.post(urls["cancel"]).status_code == 409
    save_date(session, state=SessionState.CANCELLED)
    assert "Séance annulée" in client.get(urls["manage"]).content.decode()


def test_the_join_link_appears_to_the_confirmed_the_day_before(client: Client, ask: Ask, session: Session) -> None:
    """S0-25, law.md L-11, L-12: the gated link; the real one is on no page."""
    gate = "/rejoindre/"
    Session.objects.filter(pk=session.pk).update(join_url="https://visio.example/salle")
    confirmed, held, waiting = ask("Ada"), ask("Bruno"), ask("Chloe")
    services.confirm(registration=confirmed)
    seen = {}
    for day, moment in {
        "early": dt.timedelta(days=2),
        "eve": dt.timedelta(days=1),
        "after": -dt.timedelta(hours=4),
    }.items():
        with time_machine.travel(session.starts_at - moment, tick=False):
            seen[day] = [
                gate in client.get(signed_urls(row)["manage"]).content.decode() for row in (confirmed, held, waiting)
            ]
    assert seen == {"early": [False] * 3, "eve": [True, False, False], "after": [False] * 3}


def test_the_form_refuses_a_post_without_its_csrf_token(session: Session) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_url(session), answers(session)).status_code == 403


def test_a_next_parameter_leads_nowhere(client: Client, session: Session) -> None:
    response = client.post(f"{form_url(session)}?next=https://ailleurs.example/", answers(session))
    assert response["Location"] == f"/inscriptions/{session.event_id}/merci/"


def test_a_place_given_back_offers_no_calendar_and_the_way_to_the_event(
    client: Client, session: Session, ask: Ask
) -> None:
    registration = ask("Ada")
    services.confirm(registration=registration)
    page = f"/inscriptions/ma-place/{token_for(registration, 'manage')}/"
    assert "Mettre ces dates dans mon agenda" in client.get(page).content.decode()
    services.cancel(registration=registration)
    body = client.get(page).content.decode()
    assert "agenda (.ics)" not in body
    assert f'<a href="{session.event.url}">' in body


def test_a_page_whose_dates_are_all_full_leads_to_the_waiting_list(client: Client, session: Session) -> None:
    """The button says what is left: a place, or a rank."""
    other = SessionFactory(event=session.event, open=True, capacity=1, full=True, days=40)
    assert "S’inscrire" in button_of(client, session)
    Session.objects.filter(pk=session.pk).update(capacity=other.capacity, taken=1)
    assert "Rejoindre la liste d’attente" in button_of(client, session)


def button_of(client: Client, session: Session) -> str:
    page = BeautifulSoup(client.get(session.event.url).content, "html.parser")
    return page.select_one("p.call").get_text()
