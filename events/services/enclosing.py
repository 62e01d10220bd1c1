"""What comes with a form: answers, particular needs, wishes. Runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from people.enums import ConsentPurpose
from people.services import record_consent

from ..enums import NeedKind, WishKind
from ..models import Answer, Need, Registration, Wish
from ..signals import wish_stored
from .participants import AnswerDraft, Enclosed

_WISH_PURPOSES = {WishKind.LETTER: ConsentPurpose.LETTER}


def enclose(created: Sequence[Registration], enclosed: Enclosed, *, source: str) -> None:
    """Hang what came with the form on the registrations it made: answers on the date that comes last, so that each
    lives its period after it; needs and wishes on the first person."""
    last = max(created, key=lambda row: (row.session.ends_at, -row.pk))
    Answer.objects.bulk_create(
        Answer(registration=last, question_id=draft.question_id, **_values(draft)) for draft in enclosed.answers
    )
    store_needs(registration=last, needs=enclosed.needs, source=source)
    store_wishes(registration=created[0], wishes=enclosed.wishes, source=source)


def store_answers(*, registration: Registration, answers: Collection[AnswerDraft]) -> list[Answer]:
    """Write each answer, in place of the one that question already had."""
    stored = []
    for draft in answers:
        answer, _created = Answer.objects.update_or_create(
            registration=registration, question_id=draft.question_id, defaults=_values(draft)
        )
        stored.append(answer)
    return stored


def _values(draft: AnswerDraft) -> dict[str, Any]:
    values = {
        "label": draft.label,
        "text": draft.text,
        "topic": draft.topic,
        "kept_days": draft.kept_days,
        "position": draft.position,
    }
    return {**values, "file": draft.file} if draft.file else values


def store_needs(*, registration: Registration, needs: Mapping[NeedKind, str], source: str) -> None:
    """Keep a diet or an access need, with the consent it rests on; an empty one is taken back (G-05).

    Raises ConsentTextMissing when no wording is published: then nothing may be collected.
    """
    for kind, text in needs.items():
        if not text:
            registration.needs.filter(kind=kind).delete()
            continue
        consent = record_consent(person=registration.person, purpose=ConsentPurpose.NEEDS, source=source)
        Need.objects.update_or_create(registration=registration, kind=kind, defaults={"text": text, "consent": consent})


def store_wishes(*, registration: Registration, wishes: Collection[str], source: str) -> Sequence[Wish]:
    """Keep what the person also asked for, with one consent per purpose; announced once the commit is done (S3-12)."""
    stored = []
    for kind in dict.fromkeys(WishKind(wish) for wish in wishes):
        consent = record_consent(
            person=registration.person,
            purpose=_WISH_PURPOSES.get(kind, ConsentPurpose.VOLUNTEER),
            source=source,
        )
        wish = Wish.objects.create(registration=registration, kind=kind, consent=consent)
        stored.append(wish)
        transaction.on_commit(_announcement(wish))
    return stored


def _announcement(wish: Wish):
    return lambda: wish_stored.send_robust(sender=Wish, wish=wish)
