"""The letter under inspection, read once for all the checks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from outbox.rendering import RenderedMail
from outbox.sender import current_sender

from ..models import LetterPage, Subscriber
from ..references import Mention, References, mentions_in, references_of
from ..rendering import Composition, compose_letter, leaving_headers
from ..variants import heaviest, plan_of


@dataclass(frozen=True)
class Subject:
    """`mail` is the heaviest variant, its leaving places not filled yet; `now` is the moment that is judged."""

    letter: LetterPage
    composition: Composition
    mail: RenderedMail
    headers: dict[str, str]
    references: References
    mentions: tuple[Mention, ...]
    base_url: str
    now: datetime


def subject_of(letter: LetterPage, *, now: datetime | None = None, for_everyone: bool = False) -> Subject:
    """`letter` as it stands in memory, draft or published, as it would leave at `now`.

    `for_everyone` reads what each reader follows, to judge the heaviest mail; without it, the mail of who follows
    nothing.
    """
    sender = current_sender()
    composition = compose_letter(letter)
    return Subject(
        letter=letter,
        composition=composition,
        mail=_heaviest(letter, composition) if for_everyone else composition.mail(),
        headers=leaving_headers(sender),
        references=references_of(letter),
        mentions=tuple(mentions_in(letter)),
        base_url=sender.base_url,
        now=now or timezone.now(),
    )


def _heaviest(letter: LetterPage, composition: Composition) -> RenderedMail:
    return heaviest(composition, plan_of(letter, Subscriber.objects.for_the_letter()))
