"""Workshops before their afternoon: charter, preparation, questionnaire, and the links between findings."""

import datetime as dt

from cms.typography import typo_text
from events.enums import Phase
from events.enums_workshop import ItemSource, ItemState, StepState
from events.models import Cadre, DiagnosisItem, DiagnosisLink, DiagnosisVersion, QuestionnaireReply, WorkshopPage
from people.enums import Audience, ConsentPurpose
from tests.factories.events import DiagnosisItemFactory
from tests.factories.workshop import (
    CadreFactory,
    PreparationFactory,
    PreparationStepFactory,
    QuestionnaireFactory,
    QuestionnaireQuestionFactory,
    TeamMemberFactory,
)

from ..content import preparation as prose
from .agenda import consent_of
from .stage import Stage

# How long ago the next workshop began to be prepared, and the questionnaire to be answered.
BEGUN, ANSWERED = 30, 9


def build_workshops(stage: Stage) -> None:
    """After the pages of the agenda and their outputs."""
    coming, past = stage.page("atelier-ouvert"), stage.page("atelier-passe")
    cadre = _cadre(stage)
    WorkshopPage.objects.filter(pk__in=[coming.pk, past.pk]).update(cadre=cadre)
    _prepare(stage, coming)
    _ask(stage, coming)
    _link()
    _reword(stage)


def _cadre(stage: Stage) -> Cadre:
    day = stage.calendar.ago(200)
    return CadreFactory(
        year=day.year,
        number=1,
        introduction=typo_text(prose.CADRE_INTRODUCTION),
        text=prose.CADRE,
        changes=typo_text(prose.CADRE_CHANGES),
        adopted_on=day,
    )


def _prepare(stage: Stage, workshop: WorkshopPage) -> None:
    day = stage.calendar.next_workshop[0]
    preparation = PreparationFactory(workshop=workshop, day=day, opened_on=stage.calendar.ago(BEGUN))
    team = [
        TeamMemberFactory(preparation=preparation, person=stage.person(rank), organisation_name=typo_text(structure))
        for rank, structure in prose.TEAM
    ]
    for step in prose.STEPS:
        due = day - dt.timedelta(days=step.days)
        PreparationStepFactory(
            preparation=preparation,
            title=typo_text(step.title),
            details=typo_text(step.details),
            days_before=step.days,
            due_on=due,
            owner=None if step.by is None else team[step.by],
            state=StepState.DONE if step.done else StepState.OPEN,
            settled_on=min(due, stage.calendar.ago(1)) if step.done else None,
        )


def _ask(stage: Stage, workshop: WorkshopPage) -> None:
    asked = QuestionnaireFactory(
        workshop=workshop,
        introduction=typo_text(prose.INTRODUCTION),
        closes_on=stage.calendar.next_workshop[0] - dt.timedelta(days=10),
        question=None,
    )
    for position, (label, kind) in enumerate(prose.QUESTIONS, start=1):
        QuestionnaireQuestionFactory(questionnaire=asked, position=position, label=typo_text(label), kind=kind)
    day = stage.calendar.ago(ANSWERED)
    for hour, reply in enumerate(prose.REPLIES, start=9):
        person = None if reply.by is None else stage.person(reply.by)
        consent = (
            consent_of(stage, reply.by, ConsentPurpose.QUOTE, day=day, audience=Audience.WEB) if reply.named else None
        )
        row = QuestionnaireReply.objects.create(
            questionnaire=asked,
            submission_key=stage.key(f"reply:{hour}"),
            person=person,
            organisation_name=typo_text(reply.organisation),
            replied_at=stage.calendar.at(day, hour),
        )
        for said in reply.said:
            DiagnosisItemFactory(
                workshop=workshop,
                kind=said.kind,
                text=typo_text(said.text),
                phase=Phase.BEFORE,
                source=ItemSource.QUESTIONNAIRE,
                state=ItemState.KEPT if said.kept else ItemState.NEW,
                author=person,
                quote_consent=consent,
                reply=row,
            )


def _link() -> None:
    for problem, answer in prose.LINKS:
        DiagnosisLink.objects.create(problem=_item(problem), answer=_item(answer))


def _reword(stage: Stage) -> None:
    """What was written before the morning found better words."""
    for now, before in prose.REWORDED:
        item = _item(now)
        DiagnosisVersion.objects.create(
            item=item,
            kind=item.kind,
            text=typo_text(before),
            phase=Phase.BEFORE,
            replaced_at=stage.calendar.at(stage.calendar.past_workshop, 11),
        )
        DiagnosisItem.objects.filter(pk=item.pk).update(reworded_in=Phase.MORNING)


def _item(beginning: str) -> DiagnosisItem:
    return DiagnosisItem.objects.get(text__startswith=typo_text(beginning))
