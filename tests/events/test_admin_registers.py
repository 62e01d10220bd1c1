"""« Inscriptions » and the outputs in the admin."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.grants import grant_to_holders
from events.enums import DiagnosisKind, RegistrationState
from events.models import Contact, DiagnosisItem, Registration, Seed, Session, WorkshopPage
from people.models import Consent
from tests.events.conftest import mails
from tests.factories.events import (
    AnswerFactory,
    ContactFactory,
    DiagnosisItemFactory,
    NeedFactory,
    RegistrationFactory,
    SeedFactory,
    SessionFactory,
    WorkshopPageFactory,
)
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
REGISTER = "/admin/events/registration/"
ASKED = dt.datetime(2027, 1, 15, 8, tzinfo=dt.UTC)


@pytest.fixture
def admin(client: Client, house: House) -> Client:
    client.force_login(UserFactory(groups=["Animation"]))
    return client


def test_the_register_lists_filters_and_finds(admin: Client, session: Session) -> None:
    other = SessionFactory(event=session.event, open=True, days=60)
    RegistrationFactory(session=session, person__family_name="Ici")
    RegistrationFactory(session=other, person__family_name="Ailleurs", state=RegistrationState.WAITING)

    def listed(query: str) -> tuple[bool, bool]:
        text = admin.get(f"{REGISTER}{query}").content.decode()
        return "Camille Ici" in text, "Camille Ailleurs" in text

    assert listed("") == (True, True)
    assert listed(f"?seance={session.pk}") == (True, False)
    assert listed("?state__exact=waiting") == (False, True)
    assert listed("?q=Ici") == (True, False)


@pytest.mark.parametrize(
    "query", ["seance=abc", "seance=%00", f"seance={'9' * 50}", "inconnu=1", "p=-5", "state__exact=x", "q=%00"]
)
def test_odd_filters_never_break_the_register(admin: Client, session: Session, query: str) -> None:
    RegistrationFactory(session=session)
    assert admin.get(f"{REGISTER}?{query}", follow=True).status_code == 200


def test_three_registrations_cost_no_more_queries_than_one(admin: Client, session: Session) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(REGISTER)
        return len(captured)

    RegistrationFactory(session=session)
    queries()
    with_one = queries()
    RegistrationFactory(session=session)
    RegistrationFactory(session=SessionFactory(event=session.event, open=True, days=60))
    assert queries() == with_one


def test_exports_hold_no_formula(admin: Client, session: Session) -> None:
    """law.md G-13."""
    RegistrationFactory(session=session, person__given_name="=1+1", organisation_name="@SUM(A1)")
    csv = b"".join(admin.get(f"{REGISTER}?export=csv").streaming_content).decode()
    assert "'=1+1" in csv
    assert "'@SUM(A1)" in csv
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(admin.get(f"{REGISTER}?export=xlsx"))))
    kinds = {cell.data_type for row in workbook.active.iter_rows() for cell in row}
    assert "f" not in kinds


def test_exports_are_written_for_who_reads_them_here(admin: Client, session: Session) -> None:
    RegistrationFactory(session=session, shares_meal=True, registered_at=ASKED, address_confirmed_at=None)
    heading, row = read_csv(b"".join(admin.get(f"{REGISTER}?export=csv").streaming_content))
    cells = dict(zip(heading, row, strict=True))
    wanted = ("Motif de l’exception", "Partage le repas", "Demandée le", "Adresse confirmée le")
    assert [cells[name] for name in wanted] == ["", "oui", "2027-01-15 09:00:00", ""]


def test_the_register_of_one_event_holds_all_its_dates_and_no_other(admin: Client, session: Session) -> None:
    """« Qui vient » leads to it; it is what leaves as a spreadsheet."""
    second = SessionFactory(event=session.event, open=True, days=40)
    mine = [RegistrationFactory(session=each).person for each in (session, second)]
    RegistrationFactory(session=SessionFactory(event=WorkshopPageFactory(parent=session.event.get_parent()), open=True))
    dossier = admin.get(reverse("events_dossier", args=[session.event_id])).content.decode()
    assert f"{REGISTER}?rendez-vous={session.event_id}" in dossier
    content = admin.get(f"{REGISTER}?rendez-vous={session.event_id}&export=csv").streaming_content
    rows = read_csv(b"".join(content))[1:]
    assert sorted(row[5] for row in rows) == sorted(person.family_name for person in mine)


def read_csv(content: bytes) -> list[list[str]]:
    """As a spreadsheet set to French opens it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_each_export_stands_in_the_history_of_the_site(admin: Client, session: Session) -> None:
    RegistrationFactory.create_batch(2, session=session)
    b"".join(admin.get(f"{REGISTER}?export=csv").streaming_content)
    entry = ModelLogEntry.objects.get(action="cms.export")
    assert (entry.data["list"], entry.data["rows"]) == ("inscriptions", 2)
    admin.force_login(UserFactory(is_superuser=True))
    page = admin.get("/admin/reports/site-history/?action=cms.export").content.decode()
    assert "Liste exportée : inscriptions, 2 lignes" in page


def test_who_leads_the_day_without_deciding_reads_the_list_and_takes_no_file_of_it(
    client: Client, house: House, session: Session
) -> None:
    """S2-05: the third party animates; everybody's address leaves with those who hold the permission."""
    RegistrationFactory(session=session, person__family_name="Ici")
    seen = {}
    for group in ("Animation", "Modération", "Tiers"):
        client.force_login(UserFactory(groups=[group]))
        page = client.get(REGISTER).content.decode()
        files = [client.get(f"{REGISTER}?export={kind}").status_code for kind in ("csv", "xlsx")]
        seen[group] = ("Camille Ici" in page, "export=csv" in page, files)
    assert seen == {
        "Animation": (True, True, [200, 200]),
        "Modération": (True, True, [200, 200]),
        "Tiers": (True, False, [302, 302]),
    }
    assert ModelLogEntry.objects.filter(action="cms.export").count() == 4


def test_a_house_already_founded_keeps_its_exports_where_they_were_decided(house: House) -> None:
    for group in Group.objects.all():
        group.permissions.remove(*Permission.objects.filter(codename="export_registration"))
    named = {"model": "events.registration", "codename": "export_registration", "name": "", "of": "change_registration"}
    for _time in range(2):
        grant_to_holders(apps, **named)
    holders = Group.objects.filter(permissions__codename="export_registration").order_by("name")
    assert [group.name for group in holders] == ["Animation", "Modération"]


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    heading, *rows = read_csv(b"".join(client.get(f"{REGISTER}?export=csv{query}").streaming_content))
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_each_question_answered_is_a_column_of_the_export(admin: Client, session: Session) -> None:
    """Once for a form, on each of its dates; never a diet nor a need (G-05)."""
    first = RegistrationFactory(session=session)
    second = SessionFactory(event=session.event, open=True, days=60)
    RegistrationFactory(session=second, person=first.person, form_key=first.form_key)
    silent = RegistrationFactory(session=session)
    AnswerFactory(registration=first, label="Ce qui vous amène", text="=1+1", position=1)
    AnswerFactory(registration=first, label="Votre bilan", text="bilan.pdf", position=2)
    NeedFactory(registration=first, text="Sans arachide")

    rows = exported(admin, f"&rendez-vous={session.event_id}")
    assert {(row["Nom"], row["Ce qui vous amène"], row["Votre bilan"]) for row in rows} == {
        (first.person.family_name, "'=1+1", "bilan.pdf"),
        (silent.person.family_name, "", ""),
    }
    assert [name for name in rows[0] if "esoin" in name or "limenta" in name] == []
    assert "Ce qui vous amène, Votre bilan" in ModelLogEntry.objects.get(action="cms.export").data["columns"]
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(admin.get(f"{REGISTER}?export=xlsx"))))
    assert [cell.value for cell in next(workbook.active.iter_rows())][-2:] == ["Ce qui vous amène", "Votre bilan"]


def test_answers_of_other_events_make_no_column(admin: Client, session: Session) -> None:
    RegistrationFactory(session=session)
    elsewhere = SessionFactory(event=WorkshopPageFactory(parent=session.event.get_parent()), open=True)
    AnswerFactory(registration=RegistrationFactory(session=elsewhere), label="Ailleurs ?")
    assert ["Ailleurs ?" in row for row in exported(admin, f"&seance={session.pk}")] == [False]
    assert ["Ailleurs ?" in row for row in exported(admin)] == [True, True]


def test_answers_leave_only_with_who_may_read_them(client: Client, house: House, session: Session) -> None:
    AnswerFactory(registration=RegistrationFactory(session=session), label="Ce qui vous amène")
    user = UserFactory(groups=["Tiers"])
    user.user_permissions.add(Permission.objects.get(codename="export_registration"))
    client.force_login(user)
    assert ["Ce qui vous amène" in row for row in exported(client)] == [False]
    assert "Ce qui vous amène" not in client.get(reverse("events_dossier", args=[session.event_id])).content.decode()


def test_exporting_three_people_costs_no_more_queries_than_one(admin: Client, session: Session) -> None:
    def queries() -> int:
        AnswerFactory(registration=RegistrationFactory(session=session))
        with CaptureQueriesContext(connection) as captured:
            exported(admin)
        return len(captured)

    queries()
    assert queries() == queries()


def test_an_editor_adds_somebody_from_paper(admin: Client, session: Session) -> None:
    address = reverse("events_registration_add")
    assert admin.get(f"{REGISTER}create/")["Location"] == address
    assert f'value="{session.pk}" selected' in admin.get(f"{address}?session={session.pk}").content.decode()
    response = admin.post(address, {"session": session.pk, "given_name": "Ada", "family_name": "Durand"}, follow=True)
    assert "Ada Durand a une place" in response.content.decode()
    assert Registration.objects.get().state == RegistrationState.CONFIRMED


@pytest.mark.parametrize("changes", [{"session": "abc"}, {"session": "9" * 40}, {"email": "ada@"}, {"given_name": ""}])
def test_a_wrong_addition_is_kept_and_said(admin: Client, session: Session, changes: dict[str, str]) -> None:
    answers = {"session": session.pk, "given_name": "Ada", "family_name": "Durand", **changes}
    response = admin.post(reverse("events_registration_add"), answers)
    assert (response.status_code, "Durand" in response.content.decode()) == (422, True)
    assert Registration.objects.count() == 0


def test_an_editor_cancels_for_somebody_and_the_next_one_enters(admin: Client, session: Session) -> None:
    row = RegistrationFactory(session=session)
    RegistrationFactory(session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    address = reverse("events_registration_cancel", args=[row.pk])
    assert address in admin.get(REGISTER).content.decode()
    assert admin.get(address).status_code == 200
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED
    admin.post(address)
    admin.post(address)
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.state, waiting.state) == (RegistrationState.CANCELLED, RegistrationState.CONFIRMED)
    assert [kind for _to, kind in mails()] == ["promoted", "cancelled"]


def test_who_may_not_sees_and_changes_nothing(client: Client, house: House, session: Session) -> None:
    row = RegistrationFactory(session=session)
    client.force_login(UserFactory(groups=["Rédaction"]))
    addresses = [REGISTER, reverse("events_registration_add"), reverse("events_registration_cancel", args=[row.pk])]
    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]
    client.post(addresses[2])
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED


@pytest.mark.parametrize("name", ["diagnosisitem", "contact", "seed", "actiongroup"])
def test_each_output_has_its_screens_and_starts_in_its_workshop(
    admin: Client, workshop: WorkshopPage, name: str
) -> None:
    DiagnosisItemFactory(workshop=workshop)
    ContactFactory(workshop=workshop, agreed=True)
    SeedFactory(workshop=workshop)
    base = f"/admin/snippets/events/{name}/"
    assert admin.get(base).status_code == 200
    for query in ("", f"?workshop={workshop.pk}", "?workshop=abc", "?workshop=99999999999999", "?workshop=%00"):
        assert admin.get(f"{base}add/{query}").status_code == 200
    assert admin.get(f"{base}?workshop={workshop.pk}").status_code == 200


def test_an_item_is_added_with_the_spoken_agreement_of_its_author(admin: Client, session: Session) -> None:
    """law.md C-02, C-04: the proof names who noted it."""
    author = RegistrationFactory(session=session).person
    stranger = PersonFactory()
    add = f"/admin/snippets/events/diagnosisitem/add/?workshop={session.event_id}"
    text = admin.get(add).content.decode()
    assert (str(author) in text, str(stranger) in text) == (True, False)
    answers = {
        "workshop": session.event_id,
        "kind": DiagnosisKind.LEVER,
        "phase": "morning",
        "state": DiagnosisItem().state,
        "text": "Le marché réunit tout le monde.",
        "author": author.pk,
        "agreement": "spoken",
    }
    assert admin.post(add, answers).status_code == 302
    item = DiagnosisItem.objects.get()
    assert item.may_name_author
    assert Consent.objects.get().recorded_by is not None

    edit = f"/admin/snippets/events/diagnosisitem/edit/{item.pk}/"
    admin.post(edit, {**answers, "agreement": "withdrawn"})
    assert DiagnosisItem.objects.get().may_name_author is False
    assert Consent.objects.get().withdrawn_at is not None


def test_an_agreement_without_anybody_is_refused(admin: Client, workshop: WorkshopPage) -> None:
    answers = {"workshop": workshop.pk, "organisation_name": "La Régie", "agreement": "paper"}
    response = admin.post("/admin/snippets/events/contact/add/", answers)
    assert (response.status_code, Contact.objects.count()) == (200, 0)


def test_an_agreement_follows_its_person_not_the_card(workshop: WorkshopPage) -> None:
    card = ContactFactory(workshop=workshop, agreed=True)
    assert (card.is_public, Contact.objects.public().count()) == (True, 1)
    card.person = PersonFactory()
    card.save()
    assert (card.is_public, Contact.objects.public().count()) == (False, 0)


def test_a_seed_finds_its_own_address(admin: Client, workshop: WorkshopPage) -> None:
    for _ in range(2):
        answers = {"workshop": workshop.pk, "title": "L’œuvre à vélo", "kind": "tool", "state": "sown"}
        admin.post("/admin/snippets/events/seed/add/", answers)
    assert sorted(Seed.objects.values_list("slug", flat=True)) == ["l-oeuvre-a-velo", "l-oeuvre-a-velo-2"]
