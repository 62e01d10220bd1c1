"""Sealed passages: noted by a keeper, opened by each person concerned, closed again by any of them (S2-17, M3)."""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from .. import mails
from ..enums import Answer, ConsentMethod, ConsentPurpose, Unanimity
from ..health import tells_health
from ..keeping import notebooks_of
from ..models import Exchange, Passage, Person, User, Voice
from ..words import text_hash
from .identity import record_consent

NOT_KEEPER = "Seules les personnes qui tiennent le carnet de cet échange peuvent le lire et y écrire."
NO_WORDS = "Écrivez ce qui s’est dit."
HEALTH = (
    "Ce passage semble parler de la santé de quelqu’un : rien n’est enregistré. "
    "Dites la situation sans décrire personne."
)
NOBODY = "Indiquez au moins une personne concernée : sans elle, personne ne peut ouvrir ce passage."
WORDS_CHANGED = "Le passage a changé depuis que vous l’avez ouvert : relisez-le ci-dessous, puis répondez."
TOO_LATE = "Le délai est passé : votre silence a valu un non, et le passage reste fermé."
SAID_NO = "Cette personne a dit non : elle seule peut revenir dessus, par le lien qu’elle a reçu."
NOT_YOURS = "Seules les personnes qui ont dit ces mots peuvent les reformuler."


class PassageRefused(Exception):
    """A rule of confidentiality says no; the message is for the person who asked."""


@transaction.atomic
def open_exchange(*, exchange: Exchange, people: Iterable[Person], by: User) -> Exchange:
    """Write an exchange, new or known, with those who were there. Whoever opens it keeps it. Raises PassageRefused.

    Whose agreement is needed is decided for the passages to come: those already noted keep their voices.
    """
    if exchange.pk:
        _as_keeper(exchange, by)
    exchange.save()
    exchange.keepers.add(by)
    exchange.people.set(people)
    return exchange


@transaction.atomic
def note_passage(
    *, exchange: Exchange, words: str, by: User, speakers: Iterable[Person] = (), concerned: Iterable[Person] = ()
) -> Passage:
    """Seal `words`, said by `speakers` and about `concerned`. Asks nobody yet.

    When the exchange wants everybody present to agree, they all have a voice. Raises PassageRefused.
    """
    _as_keeper(exchange, by)
    said = {person.pk: person for person in speakers}
    others = {person.pk: person for person in concerned}
    if exchange.unanimity == Unanimity.PRESENT:
        others |= {person.pk: person for person in exchange.people.order_by("pk")}
    if not said and not others:
        raise PassageRefused(NOBODY)
    passage = Passage.objects.create(exchange=exchange, words=_words(words), words_hash=text_hash(words))
    Voice.objects.bulk_create(
        Voice(passage=passage, person=person, spoke=pk in said) for pk, person in (said | others).items()
    )
    return passage


@transaction.atomic
def ask_voices(*, exchange: Exchange, by: User) -> int:
    """Write to those who were not asked about the words of today, one mail for each. Returns how many were written to.

    People without an address are left to the keepers, who note what they said (`note_voice`).
    """
    _as_keeper(exchange, by)
    waiting = Voice.objects.filter(passage__exchange=exchange, answer=Answer.WAITING, asked_at=None)
    reachable = waiting.exclude(person__email="").select_related("person", "passage__exchange")
    written = 0
    for _person, group in groupby(reachable.order_by("person", "pk"), key=lambda voice: voice.person_id):
        voices = list(group)
        for voice in voices:
            _mark_asked(voice)
        mails.ask_about_passages(voices)
        written += 1
    return written


@transaction.atomic
def answer_voice(*, voice: Voice, agrees: bool, words_hash: str, source: str) -> None:
    """What the person says of the words they have before them (`words_hash`). A no is taken at any time.

    Raises PassageRefused when these are no longer the words, or when a yes comes after the delay;
    ConsentTextMissing when the association publishes no wording for it.
    """
    row = _locked(voice)
    if row.passage.words_hash != words_hash:
        raise PassageRefused(WORDS_CHANGED)
    if agrees and row.is_silent(timezone.now()):
        raise PassageRefused(TOO_LATE)
    _answer(row, agrees, method=ConsentMethod.MAIL, source=source)


@transaction.atomic
def note_voice(*, voice: Voice, agrees: bool, method: ConsentMethod, by: User) -> None:
    """A keeper writes down what somebody said aloud or signed on paper, about the words of today.

    Raises PassageRefused for a yes in place of somebody who was written to and said no, or withdrew since.
    """
    row = _locked(voice)
    _as_keeper(row.passage.exchange, by)
    if agrees and row.asked_at and row.said_no:
        raise PassageRefused(SAID_NO)
    _answer(row, agrees, method=method, source=f"noté par l’équipe : {row.passage.exchange}"[:250], by=by)


@transaction.atomic
def reword(*, voice: Voice, words: str, words_hash: str, source: str) -> None:
    """Those whose words these are say them otherwise, and agree to that. Everybody else is asked again.

    Raises PassageRefused when the words are not theirs, changed under their eyes, or are none.
    """
    row = _locked(voice)
    passage = row.passage
    if not row.spoke:
        raise PassageRefused(NOT_YOURS)
    if passage.words_hash != words_hash:
        raise PassageRefused(WORDS_CHANGED)
    if row.is_silent(timezone.now()):
        raise PassageRefused(TOO_LATE)
    passage.words, passage.words_hash = _words(words), text_hash(words)
    passage.save(update_fields=["words", "words_hash"])
    _answer(row, True, method=ConsentMethod.MAIL, source=source)
    if passage.words_hash != words_hash:
        _ask_others_again(row)


def _ask_others_again(author: Voice) -> None:
    """A refusal stands whatever the words; a yes was given to other words, and is asked again."""
    others = author.passage.voices.exclude(pk=author.pk).exclude(answer=Answer.REFUSED)
    for voice in others.select_related("person", "passage__exchange").order_by("pk"):
        was_asked = voice.asked_at is not None
        voice.answer, voice.answered_at, voice.asked_at = Answer.WAITING, None, None
        voice.save(update_fields=["answer", "answered_at", "asked_at"])
        if was_asked and voice.person.email:
            _mark_asked(voice)
            mails.ask_about_passages([voice])


def _mark_asked(voice: Voice) -> None:
    voice.asked_at, voice.times_asked = timezone.now(), voice.times_asked + 1
    voice.save(update_fields=["asked_at", "times_asked"])


def _answer(row: Voice, agrees: bool, *, method: ConsentMethod, source: str, by: User | None = None) -> None:
    row.answer, row.answered_at = Answer.AGREED if agrees else Answer.REFUSED, timezone.now()
    if agrees:
        row.agreed_hash = row.passage.words_hash
        row.consent = record_consent(
            person=row.person, purpose=ConsentPurpose.CONFIDED, source=source, method=method, recorded_by=by
        )
    row.save(update_fields=["answer", "answered_at", "agreed_hash", "consent"])


def _words(words: str) -> str:
    if not words.strip():
        raise PassageRefused(NO_WORDS)
    if tells_health(words):
        raise PassageRefused(HEALTH)
    return words.strip()


def _as_keeper(exchange: Exchange, user: User) -> None:
    if not notebooks_of(user).filter(pk=exchange.pk).exists():
        raise PassageRefused(NOT_KEEPER)


def _locked(voice: Voice) -> Voice:
    """The row as it is now, its passage locked: two people who answer at once each see the words that stand."""
    Passage.objects.select_for_update().get(pk=voice.passage_id)
    return Voice.objects.select_related("passage__exchange", "person", "consent").get(pk=voice.pk)
