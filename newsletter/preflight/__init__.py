"""What must hold before a letter leaves: checked while it is written, at the click, and again at the departure.

Errors stop it, warnings are listed (`FaultKind.is_warning`). Each check is a function of a `Subject`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from ..errors import Fault
from ..models import LetterPage, Selection
from .departure import faults_of_the_departure
from .events import faults_of_its_dates
from .links import faults_of_its_links
from .mail import faults_of_the_mail
from .pages import faults_of_its_pages
from .people import faults_of_its_people
from .pictures import faults_of_its_pictures
from .subject import Subject, subject_of
from .words import faults_of_its_words

Check = Callable[[Subject], Iterable[Fault]]
CHECKS: tuple[Check, ...] = (
    faults_of_its_pages,
    faults_of_its_dates,
    faults_of_its_links,
    faults_of_its_words,
    faults_of_its_pictures,
    faults_of_its_people,
    faults_of_the_mail,
)


def faults_of(
    letter: LetterPage, *, seen: str | None = None, now: datetime | None = None, selection: Selection | None = None
) -> list[Fault]:
    """Everything to say about `letter`, the published page, before it leaves; empty when there is nothing.

    `seen` is the fingerprint of what the editor read; `now` the moment of the departure; `selection` who it goes to,
    everybody when None.
    """
    own = faults_of_the_departure(letter, seen=seen, selection=selection)
    return [*own, *inspect(subject_of(letter, now=now, for_everyone=True))]


def faults_in(letter: LetterPage, *, now: datetime | None = None) -> list[Fault]:
    """What is to be mended in the content of `letter`, published or not. Each thing is said once."""
    return inspect(subject_of(letter, now=now))


def inspect(subject: Subject) -> list[Fault]:
    return list(dict.fromkeys(fault for check in CHECKS for fault in check(subject)))


__all__ = ["Subject", "faults_in", "faults_of", "inspect", "subject_of"]
