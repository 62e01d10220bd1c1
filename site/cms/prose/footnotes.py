"""Footnotes of a typed text: « * » in a line and « ** » in front of the note itself find each other (S0-15)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cleaning import Cleaned, Note

_EMPHASIS = re.compile(r"\*\*[^*\n]+\*\*|(?<!\*)\*[^*\s][^*\n]*\*(?!\*)")
_STAR_CALL = re.compile(r"(?<=[\w.,;»)”\"’'!?]) ?(\*{1,3})(?=[\s.,;:)»”\"]|$)", re.MULTILINE)
_STAR_NOTE = re.compile(r"^[ \t]*(?P<mark>\*{1,3})[ \t]?(?P<words>\S.*)$", re.MULTILINE)
_NUMBER_CALL = re.compile(r"\[\^(\w{1,12})\](?!:)|(?<=\w)([¹²³⁴⁵⁶⁷⁸⁹]+)")
_NUMBER_NOTE = re.compile(
    r"^[ \t]*(?:\[\^(?P<mark>\w{1,12})\]:|(?P<raised>[¹²³⁴⁵⁶⁷⁸⁹]+))[ \t]*(?P<words>\S.*)$", re.MULTILINE
)


@dataclass(frozen=True)
class _Mark:
    """A call or a note: where it stands, its sign, and the words of a note."""

    start: int
    end: int
    sign: str
    words: str = ""


def gather_footnotes(cleaned: Cleaned) -> None:
    """Number the calls, and put the notes under a heading of their own at the end. A sign that finds no partner stays
    as it was and is told.
    """
    text = cleaned.text
    pairs = [*_by_sign(_numbered_calls(text), _numbered_notes(text)), *_in_order(cleaned, text)]
    if not pairs:
        return
    pairs.sort(key=lambda pair: pair[0].start)
    changes = {call: f"<sup>{number}</sup>" for number, (call, _note) in enumerate(pairs, start=1)}
    changes |= {note: "" for _call, note in pairs}
    for mark in sorted(changes, key=lambda mark: mark.start, reverse=True):
        text = text[: mark.start] + changes[mark] + text[mark.end :]
    notes = "\n".join(f"{number}. {note.words}" for number, (_call, note) in enumerate(pairs, start=1))
    cleaned.text = f"{text.rstrip()}\n\n## Notes\n\n{notes}\n"


def _by_sign(calls: list[_Mark], notes: list[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    by_sign = {note.sign: note for note in notes}
    used: set[str] = set()
    for call in calls:
        if call.sign in by_sign and call.sign not in used:
            used.add(call.sign)
            yield call, by_sign[call.sign]


def _in_order(cleaned: Cleaned, text: str) -> Iterator[tuple[_Mark, _Mark]]:
    """Stars are counted by hand and seldom agree: the first call takes the first note."""
    notes = _star_notes(text)
    inside = [range(note.start, note.end) for note in notes]
    calls = [call for call in _star_calls(text) if not any(call.start in span for span in inside)]
    if not notes or not calls:
        return
    for call, note in zip(calls, notes, strict=False):
        if call.sign != note.sign:
            cleaned.notes.append(Note("Appel et note rapprochés", call.sign, note.sign))
        yield call, note
    for lone in [*calls[len(notes) :], *notes[len(calls) :]]:
        cleaned.notes.append(Note("Appel ou note sans pareil", text[max(0, lone.start - 30) : lone.end].strip()[:80]))


def _star_calls(text: str) -> list[_Mark]:
    emphasised = [range(*found.span()) for found in _EMPHASIS.finditer(text)]
    return [
        _Mark(found.start(), found.end(), found[1])
        for found in _STAR_CALL.finditer(text)
        if not any(found.start(1) in span for span in emphasised)
    ]


def _star_notes(text: str) -> list[_Mark]:
    """Lines that begin with a star, unless they are a list (two in a row) or emphasis."""
    found = [one for one in _STAR_NOTE.finditer(text) if not _EMPHASIS.match(text, one.start("mark"))]
    starts = {one.start() for one in found}
    alone = [one for one in found if one.end() + 1 not in starts and not _follows_one(one, found)]
    return [_Mark(one.start(), one.end(), one["mark"], one["words"].rstrip("* ")) for one in alone]


def _follows_one(one: re.Match[str], found: list[re.Match[str]]) -> bool:
    return any(other.end() + 1 == one.start() for other in found)


def _numbered_calls(text: str) -> list[_Mark]:
    return [_Mark(one.start(), one.end(), one[1] or one[2]) for one in _NUMBER_CALL.finditer(text)]


def _numbered_notes(text: str) -> list[_Mark]:
    return [
        _Mark(one.start(), one.end(), one["mark"] or one["raised"], one["words"]) for one in _NUMBER_NOTE.finditer(text)
    ]
