"""What comes with registrations: profiles and their places, pitches, dishes, presences, opinions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cms.typography import typo_text
from events.enums import EvaluationKind, PresenceSource
from events.half_days import half_days_of
from events.models import (
    Attendance,
    EvaluationAnswer,
    EvaluationQuestion,
    EvaluationReply,
    EventPage,
    Profile,
    QuestionForm,
    Registration,
    Session,
)
from events.services.evaluations import STANDARD
from outbox.addresses import keyed_hash
from tests.factories.events import (
    AnswerFactory,
    ProfileFactory,
    QuestionFactory,
    QuestionFormFactory,
    QuotaFactory,
)

from ..content import participation as words

SERIES, OPEN_WORKSHOP, PAST_WORKSHOP, OPEN_TRAINING = "rappels", "atelier-ouvert", "atelier-passe", "formation-ouverte"


class Participation:
    """Profiles and the questionnaire of the demonstration, and what each registration says."""

    def __init__(self) -> None:
        self.profiles = [
            ProfileFactory(name=name, position=place) for place, name in enumerate(words.PROFILES, start=1)
        ]
        self.pitch = _pitch()
        self.before_training = _before_training()

    def rules_of(self, key: str) -> dict[str, Any]:
        """Fields of the page of that key."""
        if key == SERIES:
            return {"registration_form": self.pitch, "asks_profile": True}
        if key == OPEN_TRAINING:
            return {"registration_form": self.before_training, "asks_profile": True}
        return {"asks_access": key == OPEN_WORKSHOP}

    def said_by(self, key: str, rank: int, place: int) -> dict[str, Any]:
        """Fields of the registration of the person of that rank, the `place`-th of the session."""
        if key.startswith(SERIES) or key == OPEN_TRAINING:
            return {"profile": self._profile(rank)}
        if key == OPEN_WORKSHOP:
            dish = words.DISHES[place] if place < len(words.DISHES) else ""
            return {"shares_meal": place % 3 != 2 or bool(dish), "brings": dish}
        return {}

    def _profile(self, rank: int) -> Profile:
        return self.profiles[rank % len(self.profiles)]

    def complete(self, key: str, session: Session, registrations: list[Registration]) -> None:
        """What hangs on the registrations of a session, once they are there."""
        if key == f"{SERIES}-1":
            _tell(self.pitch, words.PITCHES, registrations)
        elif key == OPEN_TRAINING:
            self._limit(session, registrations)
            _tell(self.before_training, words.TRAINING_ANSWERS, registrations)
        elif key == PAST_WORKSHOP:
            _note_who_came(session, registrations)
            _tell_opinions(session.event, registrations)

    def _limit(self, session: Session, registrations: list[Registration]) -> None:
        named: Mapping[str, Profile] = {profile.name: profile for profile in self.profiles}
        for size, names in words.TRAINING_QUOTAS:
            there = sum(registration.profile.name in names for registration in registrations if registration.profile)
            QuotaFactory(session=session, size=size, taken=there, profiles=[named[name] for name in names])


def _pitch() -> QuestionForm:
    form: QuestionForm = QuestionFormFactory(name=words.PITCH, introduction=typo_text(words.PITCH_WORDS))
    for place, (label, topic, why) in enumerate(words.QUESTIONS):
        QuestionFactory(
            form=form, sort_order=place, label=typo_text(label), topic=topic, purpose=why, field_type="multiline"
        )
    return form


def _before_training() -> QuestionForm:
    form: QuestionForm = QuestionFormFactory(
        name=words.BEFORE_TRAINING, introduction=typo_text(words.BEFORE_TRAINING_WORDS)
    )
    prose = ("label", "help_text", "shown_if", "purpose")
    for place, question in enumerate(words.TRAINING_QUESTIONS):
        said = {name: typo_text(str(question[name])) for name in prose if name in question}
        QuestionFactory(form=form, sort_order=place, **{**question, **said})
    return form


def _tell(form: QuestionForm, lines: Iterable[Sequence[str]], registrations: list[Registration]) -> None:
    """What the first people registered answered to the first questions of `form`."""
    questions = list(form.questions.order_by("sort_order"))
    for registration, said in zip(registrations, lines, strict=False):
        for position, (question, line) in enumerate(zip(questions, said, strict=False)):
            if line:
                AnswerFactory(
                    registration=registration,
                    question=question,
                    label=question.label,
                    topic=question.topic,
                    text=typo_text(line),
                    kept_days=question.kept_days,
                    position=position,
                )


def _note_who_came(session: Session, registrations: list[Registration]) -> None:
    """The paper sheet of the day: some did not come, some left at noon."""
    halves = half_days_of(session)
    for place, registration in enumerate(registrations):
        for number, half in enumerate(halves):
            gone = place in words.ABSENT or (number > 0 and place in words.LEFT_AT_NOON)
            Attendance.objects.create(
                registration=registration,
                day=half.day,
                half=half.half,
                is_present=not gone,
                noted_at=session.ends_at,
                source=PresenceSource.SHEET,
            )


def _tell_opinions(event: EventPage, registrations: list[Registration]) -> None:
    questions = [
        EvaluationQuestion.objects.create(event_id=event.pk, position=position, label=label, kind=kind)
        for position, (label, kind) in enumerate(STANDARD, start=1)
    ]
    day = max(registration.session.ends_at for registration in registrations).date() + dt.timedelta(days=2)
    for registration, (scores, *texts) in zip(registrations, words.OPINIONS, strict=False):
        author = keyed_hash(f"evaluation:{event.pk}:{registration.person_id}")
        reply = EvaluationReply.objects.create(event_id=event.pk, author_key=author, answered_on=day)
        for question, said in zip(questions, map(str, (*scores, *texts)), strict=True):
            if said:
                is_score = question.kind == EvaluationKind.SCORE
                EvaluationAnswer.objects.create(
                    reply=reply,
                    question=question,
                    score=int(said) if is_score else None,
                    text="" if is_score else typo_text(said),
                )
