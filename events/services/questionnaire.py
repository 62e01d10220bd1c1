"""The questionnaire to actors: its answers become the first state of the diagnosis, phase « amont » (S3-20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from people.enums import ConsentPurpose
from people.models import Consent, Person
from people.services import find_or_create_person, record_consent, withdraw_consent

from .. import questionnaire_mails as mails
from ..enums import DiagnosisKind, Phase
from ..enums_workshop import ItemSource, ItemState
from ..errors import EventsError
from ..models import (
    DiagnosisItem,
    Profile,
    Questionnaire,
    QuestionnaireQuestion,
    QuestionnaireReply,
    Session,
    WorkshopPage,
)
from .diagnosis import take_words_back

# Lines of one answer that become items, and characters of a line: beyond, it is no longer an answer.
LINES, LINE_LENGTH = 20, 800
REPLY_KEPT = timedelta(days=365)
STANDARD: tuple[tuple[str, DiagnosisKind], ...] = (
    ("Qu’est-ce qui freine, aujourd’hui ?", DiagnosisKind.BRAKE),
    ("Qu’est-ce qui aide, ou pourrait aider ?", DiagnosisKind.LEVER),
    ("De quoi auriez-vous besoin ?", DiagnosisKind.NEED),
    ("Quels moyens pourriez-vous mettre en commun ?", DiagnosisKind.MEANS),
    ("Quelles initiatives connaissez-vous ici ?", DiagnosisKind.INITIATIVE),
    ("Quelles études ou quels travaux existent déjà ?", DiagnosisKind.PREVIOUS_WORK),
    ("Qu’attendez-vous de cet atelier ?", DiagnosisKind.EXPECTATION),
)


class QuestionnaireClosed(EventsError):
    message = "Ce questionnaire n’est plus ouvert. Vous pourrez dire tout cela le jour de l’atelier."


class NothingSaid(EventsError):
    message = "Répondez à une question au moins ; les autres peuvent rester vides."


class WorkshopCancelled(QuestionnaireClosed):
    message = "Cet atelier est annulé : son questionnaire ne prend plus de réponse."


@dataclass(frozen=True)
class QuestionDraft:
    label: str
    kind: DiagnosisKind | str
    pk: int | None = None


@dataclass(frozen=True)
class Respondent:
    """Who answers. Everything is free; without a name, nobody is named."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    organisation_name: str = ""
    profile: Profile | None = None
    may_be_named: bool = False


@transaction.atomic
def ensure_questionnaire(workshop: WorkshopPage) -> Questionnaire:
    """The questionnaire of `workshop`, with the usual questions if it has none yet. Asked twice, written once."""
    row, made = Questionnaire.objects.get_or_create(workshop=workshop)
    if made:
        for position, (label, kind) in enumerate(STANDARD, start=1):
            QuestionnaireQuestion.objects.create(questionnaire=row, position=position, label=label, kind=kind)
    return row


@transaction.atomic
def save_questionnaire(
    *,
    questionnaire: Questionnaire,
    introduction: str,
    is_open: bool,
    closes_on: date | None,
    drafts: Sequence[QuestionDraft],
) -> None:
    """Write the questionnaire as the screen gives it. What was answered is already in the diagnosis: nothing of it
    depends on a question."""
    Questionnaire.objects.filter(pk=questionnaire.pk).update(
        introduction=introduction, is_open=is_open, closes_on=closes_on
    )
    mine = {row.pk: row for row in questionnaire.questions.order_by("pk")}
    kept = set()
    for position, draft in enumerate(drafts, start=1):
        row = mine.get(draft.pk or 0) or QuestionnaireQuestion(questionnaire=questionnaire)
        row.position, row.label, row.kind = position, draft.label, DiagnosisKind(draft.kind)
        row.save()
        kept.add(row.pk)
    questionnaire.questions.exclude(pk__in=kept).delete()


@transaction.atomic
def answer(
    *,
    questionnaire: Questionnaire,
    who: Respondent,
    answers: Mapping[int, str],
    submission_key: UUID,
    now: datetime | None = None,
) -> QuestionnaireReply:
    """Keep an answer: each line, by number of question, becomes an item to read over. Sent twice, written once.

    Raises QuestionnaireClosed, NothingSaid, and ConsentTextMissing when somebody agrees to be named.
    """
    now = now or timezone.now()
    # Two clicks at once: the second waits here, and finds what the first wrote.
    questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    known = QuestionnaireReply.objects.filter(submission_key=submission_key).first()
    if known:
        return known
    _refuse_when_closed(questionnaire, now)
    said = [
        (question, line)
        for question in questionnaire.questions.order_by("position", "pk")
        for line in lines_of(answers.get(question.pk, ""))
    ]
    if not said:
        raise NothingSaid
    person = _person(who)
    consent = _consent(questionnaire, person, now) if person and who.may_be_named else None
    reply = QuestionnaireReply.objects.create(
        questionnaire=questionnaire,
        submission_key=submission_key,
        person=person,
        organisation_name=who.organisation_name,
        profile=who.profile,
        replied_at=now,
    )
    for question, line in said:
        _write_item(reply, question, line, consent)
    if person and who.email:
        mails.tell_thanks(reply)
    return reply


def _refuse_when_closed(questionnaire: Questionnaire, now: datetime) -> None:
    if Session.objects.all_cancelled(questionnaire.workshop_id):
        raise WorkshopCancelled
    if not questionnaire.takes_answers(timezone.localdate(now)):
        raise QuestionnaireClosed


def _write_item(reply: QuestionnaireReply, question: QuestionnaireQuestion, line: str, consent: Consent | None) -> None:
    DiagnosisItem.objects.create(
        workshop_id=reply.questionnaire.workshop_id,
        kind=question.kind,
        text=line,
        phase=Phase.BEFORE,
        state=ItemState.NEW,
        source=ItemSource.QUESTIONNAIRE,
        author=reply.person,
        quote_consent=consent,
        reply=reply,
    )


def replies_for(token: str) -> list[QuestionnaireReply] | None:
    """What the holder of the link answered; None once it was forgotten. Raises LinkInvalid, LinkExpired."""
    number, person = mails.read_replies_token(token)
    rows = QuestionnaireReply.objects.filter(questionnaire=number, person__uuid=person)
    return list(rows.select_related("person", "questionnaire__workshop").order_by("pk")) or None


@transaction.atomic
def stop_naming(*, replies: Sequence[QuestionnaireReply], now: datetime | None = None) -> None:
    """Withdraw the agreement to be named that these answers gave (C-06); what was said stays, without a name."""
    for consent in Consent.objects.given().filter(pk__in=_items_of(replies).values("quote_consent")).order_by("pk"):
        withdraw_consent(consent=consent, at=now)


@transaction.atomic
def take_back(*, replies: Sequence[QuestionnaireReply], now: datetime | None = None) -> None:
    """Take back everything: the words leave the board, and nobody knows any more who said them (law.md G-11). What
    others said of the same stays."""
    stop_naming(replies=replies, now=now)
    take_words_back(items=_items_of(replies).order_by("pk"))
    numbers = [reply.pk for reply in replies]
    QuestionnaireReply.objects.filter(pk__in=numbers).update(person=None, organisation_name="")


def _items_of(replies: Sequence[QuestionnaireReply]) -> QuerySet[DiagnosisItem]:
    return DiagnosisItem.objects.filter(reply__in=[reply.pk for reply in replies])


def lines_of(text: str) -> list[str]:
    """« Une idée par ligne »: without the dashes people put before them."""
    lines = [" ".join(line.strip().lstrip("-–—•*").split()) for line in text.splitlines()]
    return [line[:LINE_LENGTH] for line in lines if line][:LINES]


def forget_replies(now: datetime) -> int:
    """Who answered is forgotten a year later; what they said stays, with their name if they agreed."""
    old = QuestionnaireReply.objects.filter(replied_at__lt=now - REPLY_KEPT)
    return old.exclude(person=None, organisation_name="").update(person=None, organisation_name="")


def _person(who: Respondent) -> Person | None:
    if not (who.given_name or who.family_name or who.email):
        return None
    return find_or_create_person(given_name=who.given_name, family_name=who.family_name, email=who.email)


def _consent(questionnaire: Questionnaire, person: Person, now: datetime) -> Consent:
    return record_consent(
        person=person,
        purpose=ConsentPurpose.QUOTE,
        source=f"questionnaire de l’atelier « {questionnaire.workshop.title} »"[:250],
        at=now,
    )
