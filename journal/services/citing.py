"""Those who are cited read their passage and agree to it, or not; when the words change, they are asked again (M4)."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import TaskState

from people.enums import Answer, Audience, ConsentMethod, ConsentPurpose
from people.models import Person, User
from people.services import record_consent

from ..errors import JournalError
from ..mails import ask_about_passages
from ..models import ArticlePage, CitedPassage, CitedPeopleTask, Suggestion
from ..models.steps import everybody_agrees
from ..selectors.people import people_of
from ..versions import Passage, draft_of, passage_at, passages_of
from .drafting import freeze_draft, locked_article

# Somebody is still typing: wait until the draft rests.
REST = timedelta(minutes=15)
WORDS_CHANGED = "Le passage a changé depuis que vous l’avez ouvert : relisez-le ci-dessous, puis répondez."
FORGOTTEN = "Les données de cette personne ont été effacées : il n’y a plus personne à qui demander son accord."
NO_WORDS = "Ce passage est vide : il n’y a rien à approuver."


@transaction.atomic
def follow_passages(*, article: ArticlePage) -> list[CitedPassage]:
    """Bring the rows in line with the draft: new passages, changed words, blocks that are gone. Asks nobody.

    The refusals of people erased since stay as they are: an older draft may bring the block back.
    """
    article = locked_article(article)
    passages = {passage.place: passage for passage in passages_of(draft_of(article))}
    people = people_of(passages.values())
    rows = list(article.cited_passages.of_somebody().select_related("person", "consent").order_by("pk"))
    for row in rows:
        if row.block_id not in passages:
            row.delete()
    rows = [row for row in rows if row.block_id in passages]
    known = {(row.block_id, row.person_id) for row in rows}
    for place, passage in passages.items():
        person = people.get(passage.provenance.code)
        if person and (place, person.pk) not in known:
            rows.append(_row(article, passage, person))
    for row in rows:
        _follow(row, passages[row.block_id])
    return rows


@transaction.atomic
def cite(*, article: ArticlePage, place: str, person: Person) -> CitedPassage:
    """An editor says that `person` speaks, or is spoken of, in a passage written here.

    Raises JournalError when the passage is not in the draft.
    """
    passage = passage_at(draft_of(locked_article(article)), place)
    if passage is None:
        raise JournalError("Ce passage n’est plus dans le texte.")
    row, _ = CitedPassage.objects.get_or_create(
        article=article, block_id=place, person=person, defaults={"code": passage.provenance.code}
    )
    _follow(row, passage)
    return row


@transaction.atomic
def ask_cited_people(*, article: ArticlePage) -> int:
    """Write to those who were not asked about the words of today. Returns how many people were written to.

    People without an address are left to the editors, who note what they said (`note_answer`).
    """
    rows = [row for row in follow_passages(article=article) if row.answer == Answer.WAITING and row.asked_at is None]
    reachable = sorted(
        (row for row in rows if row.person and row.person.email), key=lambda row: (row.person_id, row.pk)
    )
    written = 0
    for _person, group in groupby(reachable, key=lambda row: row.person_id):
        passages = list(group)
        for passage in passages:
            passage.asked_at = timezone.now()
            passage.times_asked += 1
            passage.save(update_fields=["asked_at", "times_asked"])
        ask_about_passages(passages)
        written += 1
    return written


def ask_again(now: datetime) -> int:
    """Drafts that changed since somebody was asked, and rest now: those concerned are asked about the new words."""
    moved = ArticlePage.objects.filter(
        cited_passages__times_asked__gt=0,
        latest_revision_created_at__lte=now - REST,
        latest_revision_created_at__gt=F("cited_passages__asked_at"),
    )
    return sum(ask_cited_people(article=article) for article in moved.distinct().order_by("pk"))


@transaction.atomic
def answer_passage(*, passage: CitedPassage, answer: Answer, words_hash: str, wish: str = "") -> None:
    """What the person says of the words they have before them (`words_hash`).

    Raises JournalError when these are no longer the words of the passage (they are shown the new ones), or when this
    person was erased since.
    """
    row = _locked(passage)
    if row.words_hash != words_hash:
        raise JournalError(WORDS_CHANGED)
    _answer(row, answer, wish=wish, method=ConsentMethod.MAIL, user=None)
    if wish.strip():
        _suggest_words(row)


@transaction.atomic
def note_answer(*, passage: CitedPassage, answer: Answer, method: ConsentMethod, user: User) -> None:
    """An editor writes down what somebody said aloud or signed on paper, about the words of today.

    Raises JournalError when there are no words, or when this person was erased since.
    """
    follow_passages(article=passage.article)
    _answer(_locked(passage), answer, wish="", method=method, user=user)


def _answer(row: CitedPassage, answer: Answer, *, wish: str, method: ConsentMethod, user: User | None) -> None:
    if row.person is None:
        raise JournalError(FORGOTTEN)
    if answer == Answer.AGREED:
        if not row.words.strip():
            raise JournalError(NO_WORDS)
        row.agreed_hash = row.words_hash
        row.consent = record_consent(
            person=row.person,
            purpose=ConsentPurpose.QUOTE,
            audience=Audience.PRINT,
            source=f"journal : {row.article.title}"[:250],
            method=method,
            recorded_by=user,
        )
    row.answer, row.wish, row.answered_at = answer, wish.strip(), timezone.now()
    row.save(update_fields=["answer", "wish", "answered_at", "agreed_hash", "consent"])
    _end_the_step(row.article, user)


def _suggest_words(row: CitedPassage) -> None:
    """The words they would rather read join the suggestions that editors take or leave."""
    version = freeze_draft(article=row.article)
    passage = passage_at(version.content, row.block_id)
    if passage:
        Suggestion.objects.create(
            article=row.article,
            version=version,
            person=row.person,
            place=row.block_id,
            before=passage.words.strip(),
            after=row.wish,
            made_at=timezone.now(),
        )


def _end_the_step(article: ArticlePage, user: User | None) -> None:
    """The last agreement ends « Accord des personnes citées » by itself."""
    state = TaskState.objects.filter(
        Q(workflow_state__object_id=str(article.pk)),
        status=TaskState.STATUS_IN_PROGRESS,
        task__content_type__app_label="journal",
        task__content_type__model=CitedPeopleTask._meta.model_name,
    ).first()
    follow_passages(article=article)
    if state and everybody_agrees(article):
        state.approve(user=user)


def _row(article: ArticlePage, passage: Passage, person: Person) -> CitedPassage:
    return CitedPassage(article=article, block_id=passage.place, person=person, code=passage.provenance.code)


def _follow(row: CitedPassage, passage: Passage) -> None:
    """The agreement holds while the words and the consent do."""
    if row.pk and row.words_hash == passage.hash and not _lost(row):
        return
    words_changed = row.words_hash != passage.hash
    row.words, row.words_hash = passage.plain, passage.hash
    if words_changed:
        agreed = row.agreed_hash == passage.hash and not _is_withdrawn(row)
        row.answer = Answer.AGREED if agreed else Answer.WAITING
        row.asked_at = row.asked_at if agreed else None
    elif _lost(row):
        row.answer = Answer.REFUSED
    row.save()


def _lost(row: CitedPassage) -> bool:
    return row.answer == Answer.AGREED and _is_withdrawn(row)


def _is_withdrawn(row: CitedPassage) -> bool:
    return row.consent is None or row.consent.withdrawn_at is not None


def _locked(passage: CitedPassage) -> CitedPassage:
    CitedPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    return CitedPassage.objects.select_related("person", "article", "consent").get(pk=passage.pk)
