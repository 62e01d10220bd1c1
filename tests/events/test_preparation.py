"""Preparing a workshop backwards from its date (S3-18 to S3-21)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from events import services
from events.enums import SessionState
from events.enums_workshop import StepState
from events.models import Preparation, PreparationStep, Session, WorkshopPage
from events.services.preparation import (
    REASON_STEP,
    STANDARD,
    ShortNotice,
    StepDraft,
    TeamTooLarge,
    add_member,
    ask_reason_after,
    explain_short_notice,
    follow_all_dates,
    move_preparation,
    needs_reason,
    open_preparation,
    save_steps,
    send_digests,
    settle_step,
)
from events.timeline import time_line
from outbox.models import Message
from tests.events.saving import save_date
from tests.factories.events import SessionFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House
from tests.factories.workshop import PreparationFactory, PreparationStepFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
PARIS = timezone.get_default_timezone()


def in_days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def kinds() -> list[str]:
    return [(key or "").split(":")[2] for key in Message.objects.order_by("pk").values_list("dedup_key", flat=True)]


def test_the_steps_count_back_from_the_day(workshop: WorkshopPage) -> None:
    SessionFactory(event=workshop, days=120)
    preparation = open_preparation(workshop=workshop)
    assert open_preparation(workshop=workshop) == preparation
    steps = list(preparation.steps.order_by("-days_before", "pk"))
    assert [(step.days_before, step.title) for step in steps] == [(days, title) for days, title, _words in STANDARD]
    assert {(step.due_on - in_days(120)).days for step in steps} == {-days for days, _title, _words in STANDARD}
    assert steps[0].countdown, steps[-1].countdown == ("J−90", "J+15")


def test_under_ninety_days_a_written_reason_is_asked(workshop: WorkshopPage) -> None:
    """S3-18: blocking, and one may go on by saying why."""
    SessionFactory(event=workshop, days=89)
    assert needs_reason(workshop)
    with pytest.raises(ShortNotice):
        open_preparation(workshop=workshop, reason="   ")
    preparation = open_preparation(workshop=workshop, reason="La salle n’est libre que ce jour-là.")
    assert (preparation.is_short, needs_reason(workshop)) == (True, False)
    with pytest.raises(ShortNotice):
        explain_short_notice(preparation=preparation, reason="")


def by_approval(workshop: WorkshopPage, client: Client) -> None:
    workflow, boss = Workflow.objects.create(name="Relecture"), UserFactory(is_superuser=True)
    task = GroupApprovalTask.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workshop.save_revision()
    workflow.start(workshop, boss).current_task_state.approve(user=boss)


def by_several_pages(workshop: WorkshopPage, client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    workshop.save_revision()
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={workshop.pk}", {"include_descendants": "on"})


def at_a_set_hour(workshop: WorkshopPage, client: Client) -> None:
    soon = timezone.now() + dt.timedelta(hours=1)
    workshop.go_live_at = soon
    workshop.save_revision(approved_go_live_at=soon)
    with time_machine.travel(soon + dt.timedelta(minutes=5), tick=False):
        call_command("publish_scheduled")


@pytest.mark.parametrize("publish", [by_approval, by_several_pages, at_a_set_hour])
def test_published_late_by_a_road_where_nobody_is_asked_the_reason_is_asked_after(
    house: House, workshop: WorkshopPage, client: Client, publish: Any
) -> None:
    """S3-18: late at once on the screens and in the digest, until somebody writes why."""
    WorkshopPage.objects.update(live=False, first_published_at=None)
    workshop.refresh_from_db()
    SessionFactory(event=workshop, days=60)
    publish(workshop, client)
    workshop.refresh_from_db()
    step = PreparationStep.objects.get(title=REASON_STEP[1])
    assert (workshop.live, step.is_late(), step.preparation.lacks_reason) == (True, True, True)
    assert step in [line.step for line in time_line().late]
    workshop.save_revision().publish()
    assert PreparationStep.objects.count() == len(STANDARD) + 1
    TeamMemberFactory(preparation=step.preparation)
    send_digests(timezone.now() + dt.timedelta(days=7))
    assert "Dire pourquoi moins de trois mois" in Message.objects.latest("pk").content.text
    explain_short_notice(preparation=step.preparation, reason="La salle n’est libre que ce jour-là.")
    workshop.save_revision().publish()
    step.refresh_from_db()
    assert (step.state, PreparationStep.objects.filter(title=step.title).count()) == (StepState.DONE, 1)


def test_published_in_time_or_with_its_reason_a_workshop_is_asked_nothing_after(workshop: WorkshopPage) -> None:
    """S3-18."""
    session = SessionFactory(event=workshop, days=95)
    workshop.save_revision().publish()
    workshop.refresh_from_db()
    with time_machine.travel(timezone.now() + dt.timedelta(days=30)):
        workshop.save_revision().publish()
    assert not Preparation.objects.exists()
    Session.objects.filter(pk=session.pk).update(starts_at=F("starts_at") - dt.timedelta(days=50))
    open_preparation(workshop=workshop, reason="La salle n’est libre que ce jour-là.")
    workshop.save_revision().publish()
    assert not PreparationStep.objects.filter(title=REASON_STEP[1]).exists()
    # Three months away again, nobody has to say why any more.
    short = PreparationFactory(opened_on=timezone.localdate(), day=in_days(30), workshop__live=True)
    assert ask_reason_after(short.workshop)
    move_preparation(preparation=short, day=in_days(120))
    assert short.steps.get(title=REASON_STEP[1]).state == StepState.POINTLESS


def test_ninety_days_ahead_nothing_is_asked(workshop: WorkshopPage) -> None:
    SessionFactory(event=workshop, days=90)
    assert not needs_reason(workshop)
    assert open_preparation(workshop=workshop).short_notice_reason == ""


def test_moving_the_date_moves_open_steps_and_no_finished_one_and_tells_the_team_once() -> None:
    preparation = PreparationFactory()
    TeamMemberFactory(preparation=preparation)
    open_step, done, pointless = (PreparationStepFactory(preparation=preparation) for _ in range(3))
    settle_step(step=done, state=StepState.DONE)
    settle_step(step=pointless, state=StepState.POINTLESS)
    before = done.due_on
    move_preparation(preparation=preparation, day=in_days(130))
    move_preparation(preparation=preparation, day=in_days(130))
    dates = dict(PreparationStep.objects.values_list("pk", "due_on"))
    assert dates == {open_step.pk: in_days(100), done.pk: before, pointless.pk: before}
    assert kinds() == ["moved"]
    with pytest.raises(ShortNotice):
        move_preparation(preparation=preparation, day=in_days(30))
    preparation.refresh_from_db()
    assert preparation.day == in_days(130)


def test_the_preparation_follows_the_dates_of_the_workshop(workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, days=120)
    open_preparation(workshop=workshop)
    draft = services.SessionDraft(
        pk=session.pk,
        starts_at=session.starts_at - dt.timedelta(days=50),
        ends_at=session.ends_at - dt.timedelta(days=50),
    )
    services.save_sessions(event=workshop, drafts=[draft])
    preparation = Preparation.objects.get()
    assert (preparation.day, preparation.moves, preparation.lacks_reason) == (in_days(70), 1, True)
    assert needs_reason(workshop)
    Session.objects.filter(pk=session.pk).update(starts_at=session.starts_at, ends_at=session.ends_at)
    assert (follow_all_dates(timezone.now()), follow_all_dates(timezone.now())) == (1, 0)
    assert Preparation.objects.get().day == in_days(120)


def test_a_date_given_by_hand_keeps_its_distance_when_the_workshop_moves() -> None:
    preparation = PreparationFactory()
    step = PreparationStepFactory(preparation=preparation)
    member = TeamMemberFactory(preparation=preparation)
    stranger = TeamMemberFactory()
    drafts = [
        StepDraft("Réserver", in_days(80), owner_id=member.pk, pk=step.pk),
        StepDraft("Nouvelle", in_days(90), owner_id=stranger.pk),
    ]
    save_steps(preparation=preparation, drafts=drafts)
    move_preparation(preparation=preparation, day=in_days(110))
    rows = preparation.steps.order_by("due_on").values_list("title", "due_on", "owner")
    assert list(rows) == [("Réserver", in_days(90), member.pk), ("Nouvelle", in_days(100), None)]


def test_on_monday_the_team_hears_what_is_late_and_what_comes_and_nothing_when_there_is_nothing() -> None:
    monday = dt.datetime(2027, 3, 1, 8, 30, tzinfo=PARIS)
    with time_machine.travel(monday, tick=False):
        preparation = PreparationFactory()
        member = TeamMemberFactory(preparation=preparation, person__given_name="Ada")
        TeamMemberFactory(preparation=preparation, person__email="")
        quiet = PreparationFactory()
        TeamMemberFactory(preparation=quiet)
        PreparationStepFactory(preparation=quiet, days_before=10)
        PreparationStepFactory(preparation=preparation, title="Réserver la salle", days_before=101, owner=member)
        PreparationStepFactory(preparation=preparation, title="Écrire aux relais", days_before=88)
        PreparationStepFactory(preparation=preparation, title="Trop tôt pour en parler", days_before=60)
        assert send_digests(monday - dt.timedelta(hours=1)) == 0
        assert (send_digests(monday), send_digests(monday + dt.timedelta(days=3))) == (1, 0)
        assert send_digests(monday + dt.timedelta(days=7)) == 1
    first = Message.objects.order_by("pk")[0].content
    assert first.subject.endswith("1 étape en retard")
    assert "Réserver la salle (à vous)" in first.text
    assert "Écrire aux relais (personne encore)" in first.text
    assert "Trop tôt" not in first.text


def test_the_team_stays_small_and_each_gets_a_link() -> None:
    preparation = PreparationFactory()
    for name in ("Ada", "Bruno", "Chloé", "Driss", "Eve", "Fanny"):
        add_member(preparation=preparation, given_name=name, family_name="D", email=f"{name[0]}@valclair.example")
    add_member(preparation=preparation, given_name="Ada", family_name="D", email="a@valclair.example")
    assert kinds() == ["welcome"] * 6
    with pytest.raises(TeamTooLarge):
        add_member(preparation=preparation, given_name="Gus", family_name="D", email="g@valclair.example")


def test_a_workshop_whose_dates_are_all_cancelled_is_prepared_no_more(workshop: WorkshopPage) -> None:
    first, second = SessionFactory(event=workshop, days=100), SessionFactory(event=workshop, days=107)
    TeamMemberFactory(preparation=open_preparation(workshop=workshop))
    monday = timezone.now() + dt.timedelta(days=90)
    save_date(first, state=SessionState.CANCELLED)
    assert (send_digests(monday), len(time_line().lines)) == (1, 1)
    save_date(second, state=SessionState.CANCELLED)
    assert (send_digests(monday + dt.timedelta(days=7)), time_line().lines, time_line().late) == (0, [], [])
