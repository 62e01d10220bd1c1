"""A catalogue of services, and one cooperation under way."""

import datetime as dt
import uuid

from cms.typography import typo_text
from config.demo_accounts import ACCOUNTS
from events.enums_accompaniment import AccompanimentState, ActionState, SupportRole
from events.models import (
    Accompaniment,
    OfferedService,
    PhaseSpan,
    RoadmapAction,
    Stakeholder,
    SupportTerm,
)
from people.models import User

from ..content import accompaniment as told
from .stage import NAMESPACE, Stage

TERM = dt.timedelta(days=120)


def build_accompaniment(stage: Stage) -> None:
    """Once the accounts are open: the team of the file is that of the « animation » account."""
    services = [
        OfferedService.objects.create(title=typo_text(title), summary=typo_text(summary), position=position)
        for position, (title, summary) in enumerate(told.SERVICES, start=1)
    ]
    file = Accompaniment.objects.create(
        title=typo_text(told.TITLE),
        organisation_name=told.ORGANISATION,
        contact=stage.person(0),
        contact_email=stage.person(0).email,
        territory=stage.territories["Pierre-Folle-les-Bains"],
        situation=typo_text(told.SITUATION),
        state=AccompanimentState.OPEN,
        asked_at=stage.calendar.at(stage.calendar.ago(90), 10),
        submission_key=uuid.uuid5(NAMESPACE, "accompaniment"),
    )
    file.services.set(services[:2])
    _fill(stage, file)


def _fill(stage: Stage, file: Accompaniment) -> None:
    ago = stage.calendar.ago
    team = next(account for account in ACCOUNTS if account.email.startswith("animation"))
    SupportTerm.objects.create(
        accompaniment=file,
        user=User.objects.get(email=team.email),
        role=SupportRole.FACILITATOR,
        starts_on=ago(80),
        ends_on=ago(0) + TERM,
    )
    for phase, start, end, outcome in told.PHASES:
        ends_on = ago(end) if end is not None else None
        PhaseSpan.objects.create(
            accompaniment=file, phase=phase, starts_on=ago(start), ends_on=ends_on, outcome=typo_text(outcome)
        )
    for kind, name, has_seat, expects in told.PARTIES:
        Stakeholder.objects.create(
            accompaniment=file, kind=kind, name=name, has_seat=has_seat, expects=typo_text(expects)
        )
    for title, who, days, state in told.ACTIONS:
        RoadmapAction.objects.create(
            accompaniment=file,
            title=typo_text(title),
            who=who,
            due_on=ago(0) + dt.timedelta(days=days),
            state=state,
            decided_at=None if state == ActionState.PROPOSED else stage.calendar.at(ago(20), 18),
        )
