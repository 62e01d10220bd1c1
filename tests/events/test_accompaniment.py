"""Accompaniment by a neutral third party: asked, followed, decided by the group, handed over (S2-01 to S2-17)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.registries import personal_data
from events.accompaniment import services
from events.accompaniment.guard import HealthDataRefused, refuse_health_data
from events.accompaniment.links import group_url, news_url
from events.accompaniment.personal_data import purge
from events.accompaniment.selectors import file_of
from events.enums_accompaniment import AccompanimentPhase, AccompanimentState, ActionState, StakeholderKind, SupportRole
from events.models import Accompaniment, FollowUp, OfferedService, RoadmapAction
from events.services.forgetting import erase_address
from outbox.models import Message
from people.keeping import notebooks_of
from people.models import Exchange, User
from people.services.passages import PassageRefused, note_passage
from tests.events.conftest import ripe_stamp
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.tree import House

TODAY = timezone.localdate


@pytest.mark.parametrize(
    "words",
    [
        "Son numéro est le 2 85 05 78 006 084 36.",
        "Mme Durand souffre d’une sclérose.",
        "Il est atteint de la maladie de Parkinson",
        "elle a été hospitalisée en mars",
        "Il faut adapter à son traitement.",
        "Un résident sous neuroleptiques viendra",
        "M. Martin, diabétique, tient le jardin",
    ],
)
def test_the_health_of_somebody_is_refused(words: str) -> None:
    with pytest.raises(HealthDataRefused):
        refuse_health_data(words)


@pytest.mark.parametrize(
    "words",
    [
        "Considérer la place du patient dans le système de santé.",
        "Un EHPAD, un théâtre et des personnes en situation de handicap",
        "Notre structure souffre d’un manque de temps ; les objectifs ont atteint de bons niveaux",
        "Affirmer le prendre soin comme tout aussi important que le soin",
        "Téléphone : 04 92 00 00 00, budget 285 000 euros pour 2027",
    ],
)
def test_speaking_of_care_is_not(words: str) -> None:
    assert refuse_health_data(words) == words


pytestmark = pytest.mark.django_db


def asked(**said: Any) -> services.Asked:
    told = {
        "title": "Un jardin entre deux maisons",
        "organisation_name": "Résidence Les Gentianes",
        "given_name": "Ada",
        "family_name": "Byron",
        "email": "ada@gentianes.example",
        "situation": "Deux maisons voisines qui ne se parlent pas.",
        "submission_key": uuid4(),
    }
    return services.Asked(**{**told, **said})


@pytest.fixture
def facilitator(house: House) -> User:
    return UserFactory(groups=["Animation"])


@pytest.fixture
def file(house: House, facilitator: User) -> Accompaniment:
    row = services.ask(asked())
    services.accept(accompaniment=row, facilitator=facilitator, until=TODAY() + timedelta(days=90))
    row.refresh_from_db()
    return row


def mailed(address: str) -> list[str]:
    return list(Message.objects.filter(address=address).order_by("pk").values_list("content__subject", flat=True))


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_a_request_is_kept_once_and_both_sides_are_told(house: House) -> None:
    said = asked()
    row = services.ask(said)
    assert services.ask(said) == row
    assert mailed("ada@gentianes.example") == ["Votre demande d’accompagnement est arrivée"]
    assert mailed("bonjour@valclair.example") == ["Demande d’accompagnement : Un jardin entre deux maisons"]


def test_a_request_comes_by_the_public_form(client: Client, house: House) -> None:
    service = OfferedService.objects.create(title="Diagnostic partagé", summary="Se dire où l’on en est.")
    OfferedService.objects.create(title="Retiré", summary="Plus proposé.", is_open=False)
    shown = client.get("/accompagnement/").content.decode()
    assert ("Diagnostic partagé" in shown, "Retiré" in shown) == (True, False)
    form = {
        **{name: getattr(asked(), name) for name in ("title", "organisation_name", "given_name", "family_name")},
        "email": "ada@gentianes.example",
        "situation": "Deux maisons voisines.",
        "services": [service.pk],
        "submission_key": uuid4(),
        "stamp": ripe_stamp(),
    }
    quick = client.post("/accompagnement/demander/", {**form, "stamp": ""})
    assert ("Deux maisons voisines." in quick.content.decode(), f'value="{service.pk}" checked' in
            " ".join(quick.content.decode().split()).replace(' id="id_services_0"', "")) == (True, True)  # fmt: skip
    refused = client.post("/accompagnement/demander/", {**form, "situation": "Mme Durand souffre d’asthme."})
    assert (refused.status_code, Accompaniment.objects.count()) == (422, 0)
    assert "Mme Durand souffre d’asthme." in refused.content.decode()
    trapped = client.post("/accompagnement/demander/", {**form, "website": "x"})
    assert (trapped.status_code, Accompaniment.objects.count()) == (302, 0)
    client.post("/accompagnement/demander/", form)
    assert [one.title for one in Accompaniment.objects.get().services.all()] == ["Diagnostic partagé"]


def test_a_flood_of_requests_from_one_place_is_stopped_and_what_was_typed_is_kept(client: Client, house: House) -> None:
    """law.md C-09."""
    form = {name: getattr(asked(), name) for name in ("title", "organisation_name", "given_name", "family_name")}
    form |= {"email": "ada@gentianes.example", "situation": "Deux maisons voisines.", "stamp": ripe_stamp()}
    answers = [client.post("/accompagnement/demander/", {**form, "submission_key": uuid4()}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Deux maisons voisines." in answers[-1].content.decode()
    assert Accompaniment.objects.count() == 5


def test_a_declined_request_says_why(house: House) -> None:
    row = services.ask(asked())
    services.decline(accompaniment=row, reason="Nous ne travaillons pas si loin.")
    assert Message.objects.filter(content__text__contains="Nous ne travaillons pas si loin.").count() == 1
    with pytest.raises(services.NotPossible):
        services.decline(accompaniment=row, reason="Encore")


class TestTheFile:
    def test_phases_follow_one_another(self, file: Accompaniment, facilitator: User) -> None:
        services.write_phase(
            accompaniment=file,
            phase=AccompanimentPhase.DIAGNOSIS,
            starts_on=date(2027, 1, 4),
            ends_on=date(2027, 2, 1),
            outcome="Une envie commune.",
            by=facilitator,
        )
        phases = file_of(file, TODAY()).phases
        assert [phase for phase, _span in phases] == list(AccompanimentPhase)
        assert [span.outcome for _phase, span in phases if span] == ["Une envie commune."]
        with pytest.raises(services.NotPossible):
            services.write_phase(
                accompaniment=file,
                phase=AccompanimentPhase.DOING,
                starts_on=date(2027, 2, 2),
                ends_on=date(2027, 2, 1),
                outcome="",
                by=facilitator,
            )

    def test_a_kind_of_stakeholder_without_a_seat_is_said(self, file: Accompaniment, facilitator: User) -> None:
        """S2-04: being on the map is not having a seat."""
        for kind, name, seat in (
            (StakeholderKind.CULTURE, "Le Petit Écran", True),
            (StakeholderKind.HEALTH, "Les Gentianes", False),
        ):
            services.place_stakeholder(
                accompaniment=file, kind=kind, name=name, has_seat=seat, expects="", by=facilitator
            )
        missing = {side.kind for side in file_of(file, TODAY()).without_a_seat}
        assert missing == set(StakeholderKind) - {StakeholderKind.CULTURE}

    def test_the_team_proposes_and_only_the_group_decides(self, file: Accompaniment, facilitator: User) -> None:
        """S2-05, in the services and in the database."""
        services.propose_action(
            accompaniment=file, title="Ouvrir la grille", who="Les deux", due_on=None, by=facilitator
        )
        action = RoadmapAction.objects.get()
        for state in (ActionState.DECIDED, ActionState.DOING, ActionState.DROPPED):
            with pytest.raises(services.OnlyTheGroup):
                services.advance_action(action=action, state=state, by=facilitator)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoadmapAction.objects.filter(pk=action.pk).update(state=ActionState.DECIDED)
        services.settle_action(action=action, state=ActionState.DECIDED)
        services.advance_action(action=action, state=ActionState.DOING, by=facilitator)
        with pytest.raises(services.OnlyTheGroup):
            services.advance_action(action=action, state=ActionState.DROPPED, by=facilitator)

    def test_the_group_decides_from_its_page(self, client: Client, file: Accompaniment, facilitator: User) -> None:
        services.propose_action(
            accompaniment=file, title="Ouvrir la grille", who="Les deux", due_on=None, by=facilitator
        )
        action, page = RoadmapAction.objects.get(), path_of(group_url(file))
        assert "Ouvrir la grille" in client.get(page).content.decode()
        assert RoadmapAction.objects.get().state == ActionState.PROPOSED
        assert client.post(page, {"action": action.pk, "state": "decided"}).status_code == 302
        assert RoadmapAction.objects.get().decided_at is not None
        assert client.post(page, {"action": action.pk, "state": "proposed"}).status_code == 409
        assert client.post(page, {"action": "x"}).status_code == 409
        assert client.get(f"{page[:-3]}x/").status_code == 404

    def test_free_words_are_watched_everywhere(self, file: Accompaniment, facilitator: User) -> None:
        sick = "Mme Durand souffre d’asthme"
        gestures: list[Callable[[], Any]] = [
            lambda: services.propose_action(accompaniment=file, title=sick, who="x", due_on=None, by=facilitator),
            lambda: services.place_stakeholder(
                accompaniment=file,
                kind=StakeholderKind.PEOPLE,
                name="Groupe",
                has_seat=True,
                expects=sick,
                by=facilitator,
            ),
            lambda: services.write_phase(
                accompaniment=file,
                phase=AccompanimentPhase.DOING,
                starts_on=TODAY(),
                ends_on=None,
                outcome=sick,
                by=facilitator,
            ),
        ]
        for gesture in gestures:
            with pytest.raises(HealthDataRefused):
                gesture()


class TestRights:
    def test_they_end_by_date(self, file: Accompaniment, house: House, client: Client, time_machine: Any) -> None:
        """S2-07: nobody has to think of it, and nothing waits for the clock."""
        helper = UserFactory(groups=["Animation"])
        services.appoint(
            accompaniment=file,
            user=helper,
            role=SupportRole.SUPPORT,
            starts_on=TODAY(),
            ends_on=TODAY() + timedelta(days=7),
        )
        exchange = services.open_exchange(accompaniment=file, by=helper, title="Entretien avec la direction")
        note_passage(exchange=exchange, words="On n’ose pas.", by=helper, concerned=[PersonFactory()])
        assert exchange in notebooks_of(helper)
        time_machine.move_to(datetime.now(tz=timezone.get_current_timezone()) + timedelta(days=8))
        with pytest.raises(services.NotInTheTeam):
            services.propose_action(accompaniment=file, title="x", who="y", due_on=None, by=helper)
        client.force_login(helper)
        notebook = reverse("people_notebook", args=[exchange.pk])
        with pytest.raises(PassageRefused):
            note_passage(exchange=exchange, words="Encore.", by=helper, concerned=[PersonFactory()])
        assert client.get(notebook).status_code == 404
        assert services.end_rights(timezone.now()) == 1
        assert client.get(notebook).status_code == 404

    def test_notes_are_for_whoever_keeps_them(self, client: Client, file: Accompaniment, facilitator: User) -> None:
        """S2-17: another member of the team, and an administrator, read the file and not the notes."""
        exchange = services.open_exchange(accompaniment=file, by=facilitator, title="Entretien confidentiel")
        assert list(exchange.keepers.all()) == [facilitator]
        other = UserFactory(is_superuser=True)
        services.appoint(accompaniment=file, user=other, role=SupportRole.SUPPORT, starts_on=TODAY(), ends_on=TODAY())
        for user, reads in ((facilitator, True), (other, False)):
            client.force_login(user)
            shown = client.get(f"/admin/accompagnements/{file.pk}/").content.decode()
            assert ("Entretien confidentiel" in shown, "La feuille de route" in shown) == (reads, True)

    def test_outsiders_see_that_a_file_exists_and_nothing_in_it(
        self, client: Client, file: Accompaniment, facilitator: User
    ) -> None:
        services.propose_action(accompaniment=file, title="Ouvrir la grille", who="Eux", due_on=None, by=facilitator)
        client.force_login(UserFactory(groups=["Modération"]))
        shown = client.get(f"/admin/accompagnements/{file.pk}/").content.decode()
        assert ("Un jardin" in shown, "Ouvrir la grille" in shown) == (True, False)
        client.force_login(UserFactory(groups=["Rédaction"]))
        assert client.get("/admin/accompagnements/").status_code == 302

    def test_only_coordination_answers_a_request(self, client: Client, house: House, facilitator: User) -> None:
        row = services.ask(asked())
        page = f"/admin/accompagnements/{row.pk}/"
        accept = {"what": "accept", "facilitator": facilitator.pk, "until": TODAY() + timedelta(days=30)}
        client.force_login(UserFactory(groups=["Rédaction"]))
        assert client.post(page, accept)["Location"] == "/admin/"
        client.force_login(facilitator)
        assert client.post(page, {**accept, "until": ""}).status_code == 422
        assert client.post(page, {"what": "voler"}).status_code == 409
        assert client.post(page, accept)["Location"] == page
        row.refresh_from_db()
        assert row.state == AccompanimentState.OPEN
        assert client.post(page, {"what": "action", "title": "Visiter", "who": "Les deux"}).status_code == 302
        assert client.post(page, {"what": "action", "title": "sous neuroleptiques", "who": "x"}).status_code == 422
        assert [action.title for action in row.actions.all()] == ["Visiter"]


class TestHandOver:
    def test_the_group_becomes_owner_and_the_team_loses_its_rights(
        self, client: Client, file: Accompaniment, facilitator: User
    ) -> None:
        """S2-08."""
        exchange = services.open_exchange(accompaniment=file, by=facilitator, title="Entretien")
        services.propose_action(accompaniment=file, title="Ouvrir la grille", who="Eux", due_on=None, by=facilitator)
        services.hand_over(accompaniment=file, by=facilitator)
        file.refresh_from_db()
        with pytest.raises(services.NotPossible):
            services.propose_action(accompaniment=file, title="x", who="y", due_on=None, by=facilitator)
        assert not Exchange.keepers.through.objects.filter(exchange=exchange).exists()
        page = path_of(group_url(file))
        action = RoadmapAction.objects.get()
        assert client.post(page, {"action": action.pk, "state": "decided"}).status_code == 302
        client.force_login(facilitator)
        assert "Ouvrir la grille" not in client.get(f"/admin/accompagnements/{file.pk}/").content.decode()

    def test_news_is_asked_six_and_twelve_months_later(
        self, client: Client, file: Accompaniment, facilitator: User
    ) -> None:
        start = datetime(2027, 8, 31, 10, tzinfo=UTC)
        services.hand_over(accompaniment=file, by=facilitator, now=start)
        assert list(FollowUp.objects.values_list("months", "due_on")) == [
            (6, date(2028, 2, 29)),
            (12, date(2028, 8, 31)),
        ]
        for day, count in ((28, 0), (29, 1), (29, 0)):
            assert services.send_follow_ups(datetime(2028, 2, day, 9, tzinfo=UTC)) == count
        page = path_of(news_url(FollowUp.objects.get(months=6)))
        client.get(page)
        assert FollowUp.objects.get(months=6).answered_at is None
        assert client.post(page, {"news": ""}).status_code == 422
        client.post(page, {"news": "La grille est ouverte.", "wants_help": "on"})
        assert FollowUp.objects.get(months=6).news == "La grille est ouverte."
        assert "On souhaite être rappelé : Un jardin entre deux maisons" in mailed("bonjour@valclair.example")

    def test_a_group_without_an_address_cannot_be_left_alone(self, file: Accompaniment, facilitator: User) -> None:
        Accompaniment.objects.update(contact_email="")
        with pytest.raises(services.NotPossible, match="adresse"):
            services.hand_over(accompaniment=file, by=facilitator)


class TestPersonalData:
    def test_everything_is_exported_and_erased_by_address(self, file: Accompaniment, facilitator: User) -> None:
        services.hand_over(accompaniment=file, by=facilitator)
        services.answer_follow_up(follow_up=FollowUp.objects.get(months=6), news="Tout va.", wants_help=False)
        lines = [line for line in personal_data if line.model in (Accompaniment, FollowUp)]
        assert [len(list(line.export("ada@gentianes.example"))) for line in lines] == [2, 1]
        erase_address("ada@gentianes.example")
        file.refresh_from_db()
        assert (file.contact, file.contact_email, file.situation) == (None, "", "")
        assert not FollowUp.objects.exclude(news="").exists()

    def test_a_link_dies_with_the_address(self, client: Client, file: Accompaniment) -> None:
        page = path_of(group_url(file))
        Accompaniment.objects.update(contact_email="autre@gentianes.example")
        assert client.get(page).status_code == 404
        Accompaniment.objects.update(contact_email="")
        assert client.get(page).status_code == 410

    def test_old_requests_are_emptied(self, house: House) -> None:
        row = services.ask(asked())
        services.decline(accompaniment=row, reason="Non.")
        assert purge(timezone.now() + timedelta(days=180)) == 0
        assert purge(timezone.now() + timedelta(days=190)) == 1
        assert purge(timezone.now() + timedelta(days=190)) == 0
