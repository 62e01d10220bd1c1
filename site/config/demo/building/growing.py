"""What goes on after the past workshop and in the trainings, without a single mail."""

import datetime as dt

from cms.typography import typo_text
from events.enums import MembershipState
from events.enums_workshop import ItemState
from events.models import (
    EventExchange,
    GroupNews,
    HomeTask,
    Membership,
    Module,
    Proposal,
    Restitution,
    Seed,
    SeriesRemark,
    ToolReview,
    ToolSheet,
    TopicProposal,
    VideoWorkshopPage,
)
from events.services.restitution import close_workshop, publish_restitution
from people.enums import ConsentMethod, ExchangeKind
from people.models import Exchange, User
from people.services import note_passage, note_voice, open_exchange

from ..content import growing as words
from .stage import Stage


def build_growing(stage: Stage) -> None:
    keeper = User.objects.get(email="animation@dirigeable.example")
    _give_back(stage, keeper)
    _tell(stage)
    _confide(stage, keeper)
    _train(stage)
    _learn(stage)


def _give_back(stage: Stage, keeper: User) -> None:
    workshop = stage.fresh(stage.page("atelier-passe"))
    publish_restitution(workshop=workshop, restitution=Restitution(summary=typo_text(words.RESTITUTION)))
    close_workshop(workshop=workshop, by=keeper)


def _tell(stage: Stage) -> None:
    """News of each group, a date for the first one, and somebody who asks to join it."""
    now = stage.calendar.at(stage.calendar.today, 9)
    for title, told in words.NEWS.items():
        group = Seed.objects.get(title=typo_text(title)).group
        for days, text in told:
            GroupNews.objects.create(group=group, text=typo_text(text), at=now - dt.timedelta(days=days))
    first = Seed.objects.get(title=typo_text(next(iter(words.NEWS)))).group
    first.next_on = stage.calendar.ahead(19)
    first.save(update_fields=["next_on"])
    rank, message = words.REQUEST
    asked = now - dt.timedelta(days=2)
    Membership.objects.create(
        group=first,
        person=stage.person(rank),
        state=MembershipState.ASKED,
        message=typo_text(message),
        asked_at=asked,
        confirmed_at=asked,
    )


def _confide(stage: Stage, keeper: User) -> None:
    """Two sentences in confidence: one that everybody concerned opened, one that stays sealed."""
    ranks = sorted({rank for _said, speaker, others, _yes in words.CONFIDED for rank in (speaker, *others)})
    exchange = open_exchange(
        exchange=Exchange(
            title=stage.page("atelier-passe").title[:160],
            kind=ExchangeKind.WORKSHOP,
            held_on=stage.calendar.past_workshop,
        ),
        people=[stage.person(rank) for rank in ranks],
        by=keeper,
    )
    EventExchange.objects.create(event_id=stage.page("atelier-passe").pk, exchange=exchange)
    for said, speaker, others, agreed in words.CONFIDED:
        concerned = [stage.person(rank) for rank in others]
        passage = note_passage(
            exchange=exchange, words=typo_text(said), by=keeper, speakers=[stage.person(speaker)], concerned=concerned
        )
        for voice in passage.voices.filter(person__in=[stage.person(rank) for rank in agreed]).order_by("pk"):
            note_voice(voice=voice, agrees=True, method=ConsentMethod.SPOKEN, by=keeper)


def _train(stage: Stage) -> None:
    """The training that takes registrations: topics to choose from, tools compared, a task before a session."""
    training = stage.page("formation-ouverte")
    for title, by, backers in words.TOPICS:
        topic = TopicProposal.objects.create(training=training, person=stage.person(by), title=typo_text(title))
        topic.backers.set([stage.person(rank) for rank in backers])
    first = Module.objects.filter(training=training).order_by("position", "pk")[0]
    for name, use, reviews in words.TOOLS:
        tool = ToolSheet.objects.create(training=training, name=typo_text(name), use=typo_text(use), found_in=first)
        for rank, structure, advantages, limits in reviews:
            ToolReview.objects.create(
                tool=tool,
                person=stage.person(rank),
                structure=typo_text(structure),
                advantages=typo_text(advantages),
                limits=typo_text(limits),
                state=ItemState.KEPT,
            )
    title, text = words.TASK
    session = training.sessions.order_by("starts_at")[1]
    HomeTask.objects.create(training=training, session=session, title=typo_text(title), text=typo_text(text))


def _learn(stage: Stage) -> None:
    """What the series met, and the date it proposes because of it."""
    series = stage.page("manettes-2021")
    date = VideoWorkshopPage.objects.child_of(stage.fresh(series)).order_by("path")[0]
    session = date.sessions.order_by("starts_at")[0]
    remarks = [
        SeriesRemark.objects.create(session=session, kind=kind, text=typo_text(text), author=stage.person(rank))
        for kind, text, rank in words.REMARKS
    ]
    kind, title, description = words.PROPOSAL
    proposal = Proposal.objects.create(
        series=series, kind=kind, title=typo_text(title), description=typo_text(description)
    )
    proposal.remarks.set(remarks[1:])
