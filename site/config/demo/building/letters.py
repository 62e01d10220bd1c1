"""Sixty subscribers, and two letters that already left."""

import datetime as dt

from cms.typography import typo_text
from newsletter.enums import FollowKind, SubscriberState
from newsletter.models import Subscriber
from newsletter.services import unsubscribe
from outbox.models import Permit
from people.enums import ConsentPurpose
from people.models import Consent
from tests.factories.newsletter import (
    FollowFactory,
    LetterPageFactory,
    SubscriberFactory,
    letter_body,
    make_sent_letter,
)

from ..content.letters import Letter, letters
from .pages import add_page
from .stage import Stage

# 60 in all: 40 before the first letter, 14 between the two, 6 who have not confirmed yet.
FOUNDERS, NEWCOMERS, PENDING = range(40), range(40, 54), range(54, 60)
LEFT = (4, 8, 17, 21, 29, 33, 44, 51)
# Lately, because the clock forgets those who left thirty days ago.
LEFT_FOR = dt.timedelta(days=9)


def build_letters(stage: Stage) -> None:
    """In the order of life: people come, a letter leaves, others come, another letter leaves, some go."""
    first, second = letters(stage.calendar)
    sent_on = stage.calendar.letters
    _subscribe(stage, FOUNDERS, until=sent_on[0])
    _send(stage, first, day=sent_on[0])
    _subscribe(stage, NEWCOMERS, until=sent_on[1])
    _send(stage, second, day=sent_on[1])
    _leave(stage, LEFT, day=stage.calendar.today - LEFT_FOR)
    _follow(stage)
    _subscribe(stage, PENDING, until=stage.calendar.today, state=SubscriberState.PENDING)


def _subscribe(
    stage: Stage, ranks: range, *, until: dt.date, state: SubscriberState = SubscriberState.CONFIRMED
) -> None:
    last = stage.calendar.at(until, 8)
    for place, rank in enumerate(reversed(ranks)):
        person = stage.person(rank)
        SubscriberFactory(
            person=person,
            email=person.email,
            state=state,
            asked_at=last - dt.timedelta(hours=2 + 9 * place),
            source="/abonnement/",
        )


def _leave(stage: Stage, ranks: tuple[int, ...], *, day: dt.date) -> None:
    at = stage.calendar.at(day, 19)
    for rank in ranks:
        subscriber = Subscriber.objects.get(email=stage.person(rank).email)
        unsubscribe(subscriber=subscriber)
        Permit.objects.filter(subscriber=subscriber).update(revoked_at=at)
        Consent.objects.filter(person=subscriber.person, purpose=ConsentPurpose.LETTER).update(withdrawn_at=at)


def _follow(stage: Stage) -> None:
    """One founder in two follows a topic, one in four a territory too: what comes out next ends their next letter."""
    topics, territories = list(stage.topics.values()), list(stage.territories.values())
    for place, rank in enumerate(rank for rank in FOUNDERS if rank % 2 and rank not in LEFT):
        subscriber = Subscriber.objects.get(email=stage.person(rank).email)
        FollowFactory(subscriber=subscriber, kind=FollowKind.TOPIC, topic=topics[place % len(topics)])
        if place % 2:
            territory = territories[place % len(territories)]
            FollowFactory(subscriber=subscriber, kind=FollowKind.TERRITORY, territory=territory)


def _send(stage: Stage, letter: Letter, *, day: dt.date) -> None:
    title, words = letter.editorial
    page = add_page(
        stage,
        LetterPageFactory,
        stage.house.letters,
        letter.entry,
        inlines={},
        body=letter_body(
            title=title,
            text=words,
            signature=typo_text("L’équipe des Cols réunis"),
            rubrics=[(typo_text(name), [stage.page(key) for key in keys]) for name, keys in letter.rubrics],
            portrait=stage.page(letter.portrait),
            voice=letter.voice,
            button=(typo_text(letter.button[0]), stage.page(letter.button[1])),
        ),
    )
    page.save_revision().publish()
    make_sent_letter(page, sent_at=stage.calendar.at(day, 10))
