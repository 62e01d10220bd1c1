"""What the outbox holds about people can be shown, erased and forgotten in time (law.md G-10, G-11, G-18)."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.utils import timezone

from cms.registries import Treatment, due_work, personal_data
from outbox.models import Counts, DeliveryEvent, Message, Permit
from outbox.services import Part, grant_permit, purge_messages, purge_permits, revoke_permit, suppress, take_in

from .builders import a_confirmation, a_mailing
from .mails import answer

pytestmark = pytest.mark.django_db

OURS = [treatment for treatment in personal_data if treatment.model._meta.app_label == "outbox"]


def held_anywhere(word: str) -> list[str]:
    """The tables of the whole house where `word` is written."""
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and word in str(list(model._base_manager.order_by("pk").values()))
    )


@pytest.fixture
def known() -> str:
    a_mailing(2)
    a_confirmation(to="lectrice0@exemple.example", parts=[Part("a.ics", "text/calendar", b"x")])
    message = Message.objects.transactional().get()
    DeliveryEvent.objects.create(message=message, kind="bounced", at=timezone.now(), detail="pas trouvé")
    suppress(address="lectrice0@exemple.example", scope="digest", reason="plainte")
    take_in(content=answer(), source="imap")
    return "lectrice0@exemple.example"


def test_each_model_that_holds_something_personal_is_declared() -> None:
    assert {treatment.model._meta.model_name for treatment in OURS} == {
        "message",
        "deliveryevent",
        "inboundmail",
        "permit",
        "suppression",
    }
    for treatment in OURS:
        fields = {field.name for field in treatment.model._meta.get_fields() if isinstance(field, models.Field)}
        assert set(treatment.fields) <= fields


def test_everything_held_about_somebody_is_shown(known: str) -> None:
    shown = {
        treatment.model._meta.model_name: list(treatment.export("  Lectrice0@exemple.example")) for treatment in OURS
    }
    assert {name: len(rows) for name, rows in shown.items()} == {
        "message": 2,
        "deliveryevent": 1,
        "inboundmail": 1,
        "permit": 1,
        "suppression": 1,
    }
    assert {row["adresse"] for row in shown["message"]} == {known}


@pytest.mark.parametrize("email", ["personne@exemple.example", "", "n’importe quoi"])
def test_nothing_is_shown_nor_erased_about_somebody_unknown(email: str, known: str) -> None:
    assert [list(treatment.export(email)) for treatment in OURS] == [[], [], [], [], []]
    assert [treatment.erase(email) for treatment in OURS] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("order", [1, -1])
def test_after_erasure_the_address_is_nowhere_in_the_house(known: str, order: int) -> None:
    touched = {treatment.model._meta.model_name: treatment.erase(known) for treatment in OURS[::order]}
    assert touched == {"message": 2, "deliveryevent": 0, "inboundmail": 1, "permit": 1, "suppression": 0}
    assert held_anywhere("lectrice0") == []
    assert held_anywhere("jeton0") == []
    assert held_anywhere("lectrice1") == ["outbox.Message", "outbox.Permit"]


class TestForgetting:
    def run(self, treatment: Treatment, after: timedelta) -> int:
        assert treatment.purge is not None
        return treatment.purge(timezone.now() + after)

    def test_awaited_mail_is_forgotten_after_six_months_and_letters_after_thirteen(self, known: str) -> None:
        Message.objects.update(state="accepted", settled_at=timezone.now())
        now = timezone.now()
        assert purge_messages(now + timedelta(days=180)) == 0
        assert purge_messages(now + timedelta(days=190)) == 1
        assert purge_messages(now + timedelta(days=390)) == 0
        assert purge_messages(now + timedelta(days=400)) == 2
        assert purge_messages(now + timedelta(days=400)) == 0

    def test_counts_remain(self) -> None:
        mailing = a_mailing(3)
        mailing.messages.update(state="accepted", settled_at=timezone.now())
        purge_messages(timezone.now() + timedelta(days=400))
        assert mailing.counts() == Counts(accepted=3, refused=0, uncertain=0, excluded=0, waiting=0, audience=3)
        assert held_anywhere("lectrice") == ["outbox.Permit"]

    def test_what_still_waits_is_not_forgotten(self, known: str) -> None:
        assert purge_messages(timezone.now() + timedelta(days=4000)) == 0

    def test_a_revoked_permit_is_forgotten_after_thirteen_months_a_standing_one_never(self) -> None:
        gone, standing = (grant_permit(address=address, purpose="letter") for address in ("a@b.example", "c@d.example"))
        revoke_permit(permit=gone, reason="partie")
        with time_machine.travel(timezone.now() + timedelta(days=400)):
            assert purge_permits(timezone.now()) == 1
        assert [permit.address for permit in Permit.objects.order_by("pk")] == ["", "c@d.example"]
        assert standing.is_standing

    def test_the_clock_does_it_all(self) -> None:
        names = {work.name for work in due_work}
        assert {
            "courrier tenu par un programme arrêté",
            "envois groupés à clore",
            "courriers à oublier",
            "permissions d’écrire à oublier",
        } <= names
