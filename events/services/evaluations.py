"""Asking people what they thought of it, and adding up the answers without naming anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db import transaction
from django.utils import timezone

from ..enums import EvaluationKind, RegistrationState
from ..errors import EventsError
from ..models import EvaluationAnswer, EvaluationQuestion, EvaluationReply, EventPage, Registration
from .forgetting_day import author_key

# Fewer answers, and somebody might be recognised (law.md G-09).
SHOWN_FROM = 5
STANDARD: tuple[tuple[str, EvaluationKind], ...] = (
    ("Ce rendez-vous vous a-t-il été utile ?", EvaluationKind.SCORE),
    ("Avez-vous pu vous exprimer ?", EvaluationKind.SCORE),
    ("L’animation et le rythme vous ont-ils convenu ?", EvaluationKind.SCORE),
    ("Avez-vous fait des rencontres qui comptent pour vous ?", EvaluationKind.SCORE),
    ("Qu’emportez-vous ?", EvaluationKind.WORDS),
    ("Qu’est-ce qui a manqué, ou qui était de trop ?", EvaluationKind.WORDS),
)
LABELS = {1: "pas du tout", 2: "peu", 3: "moyennement", 4: "bien", 5: "tout à fait"}


class EvaluationTooEarly(EventsError):
    message = "Le questionnaire s’ouvre quand le rendez-vous a eu lieu."


@dataclass(frozen=True)
class QuestionDraft:
    label: str
    kind: EvaluationKind | str = EvaluationKind.SCORE
    pk: int | None = None


@transaction.atomic
def ensure_questionnaire(event: EventPage) -> list[EvaluationQuestion]:
    """The questions of `event`; the standard ones if it has none. Asked twice, written once."""
    EventPage.objects.select_for_update(of=("self",)).get(pk=event.pk)
    questions = list(EvaluationQuestion.objects.filter(event=event.pk).order_by("position", "pk"))
    if not questions:
        for position, (label, kind) in enumerate(STANDARD, start=1):
            questions.append(
                EvaluationQuestion.objects.create(event_id=event.pk, position=position, label=label, kind=kind)
            )
    return questions


@transaction.atomic
def save_questionnaire(*, event: EventPage, drafts: Sequence[QuestionDraft]) -> None:
    """Write the questions as the editor's screen gives them. One that was answered keeps its kind, and stays."""
    mine = {question.pk: question for question in EvaluationQuestion.objects.filter(event=event.pk).order_by("pk")}
    kept = set()
    for position, draft in enumerate(drafts, start=1):
        question = mine.get(draft.pk or 0) or EvaluationQuestion(event_id=event.pk)
        question.position, question.label = position, draft.label
        if question.pk is None or not question.answers.exists():
            question.kind = draft.kind
        question.save()
        kept.add(question.pk)
    EvaluationQuestion.objects.filter(event=event.pk, answers=None).exclude(pk__in=kept).delete()


@transaction.atomic
def reply(*, registration: Registration, answers: Mapping[int, int | str], now: datetime | None = None) -> None:
    """Keep what the participant answered, by number of question; answering again corrects it.

    Raises EvaluationTooEarly, also for somebody who had no place.
    """
    now = now or timezone.now()
    if registration.state != RegistrationState.CONFIRMED or not registration.session.has_started(now):
        raise EvaluationTooEarly
    questions = {question.pk: question for question in ensure_questionnaire(registration.session.event)}
    row, _created = EvaluationReply.objects.update_or_create(
        event_id=registration.session.event_id,
        author_key=author_key(registration),
        defaults={"answered_on": timezone.localdate(now)},
    )
    row.answers.all().delete()
    EvaluationAnswer.objects.bulk_create(
        _answer(row, questions[number], value) for number, value in answers.items() if value and number in questions
    )


def _answer(row: EvaluationReply, question: EvaluationQuestion, value: int | str) -> EvaluationAnswer:
    if question.kind == EvaluationKind.SCORE:
        return EvaluationAnswer(reply=row, question=question, score=int(value))
    return EvaluationAnswer(reply=row, question=question, text=str(value))


@dataclass(frozen=True)
class Result:
    """What was answered to one question: how many gave each score, or the words in an order that says nothing."""

    question: EvaluationQuestion
    scores: list[tuple[int, str, int]]
    words: list[str]

    @property
    def number(self) -> int:
        return sum(count for _score, _label, count in self.scores)

    @property
    def mean(self) -> float | None:
        return (
            round(fmean(score for score, _label, count in self.scores for _ in range(count)), 1)
            if self.number
            else None
        )


@dataclass(frozen=True)
class Results:
    replies: int
    invited: int
    questions: list[Result]

    @property
    def is_shown(self) -> bool:
        return self.replies >= SHOWN_FROM


def results_of(event: EventPage) -> Results:
    """Figures and words, from five replies on; below, only how many there are (law.md G-09)."""
    replies = EvaluationReply.objects.filter(event=event.pk).count()
    invited = Registration.objects.confirmed().filter(session__event=event.pk).values("person").distinct().count()
    if replies < SHOWN_FROM:
        return Results(replies, invited, [])
    answers: dict[int, list[EvaluationAnswer]] = {}
    for answer in EvaluationAnswer.objects.filter(reply__event=event.pk).order_by("text", "score", "pk"):
        answers.setdefault(answer.question_id, []).append(answer)
    questions = EvaluationQuestion.objects.filter(event=event.pk).order_by("position", "pk")
    return Results(replies, invited, [_result(question, answers.get(question.pk, [])) for question in questions])


def _result(question: EvaluationQuestion, answers: Sequence[EvaluationAnswer]) -> Result:
    """A question that fewer than five people answered stays silent too."""
    if len(answers) < SHOWN_FROM:
        return Result(question, [], [])
    given = [answer.score for answer in answers if answer.score]
    scores = [(score, label, given.count(score)) for score, label in LABELS.items()] if given else []
    return Result(question, scores, [answer.text for answer in answers if answer.text])
