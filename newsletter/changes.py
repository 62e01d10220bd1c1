"""What changed in the pages of a letter since an editor put them there (letters.md 26)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.teasers import Teaser

from .models import Insertion
from .references import mentions_in, teasers_of

if TYPE_CHECKING:
    from .models import LetterPage

# How each part of a teaser is called when it changed.
PARTS = {"title": "le titre", "summary": "le résumé", "date": "la date", "image": "l’image", "url": "l’adresse"}


@dataclass(frozen=True)
class Change:
    """A page of the letter, the block it stands in, and the parts of its teaser that are no longer those inserted."""

    page: Page
    block_id: str
    parts: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """« le titre et la date »."""
        words = [PARTS[part] for part in self.parts]
        return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def shown_by(teaser: Teaser) -> dict[str, Any]:
    """What a reader would see of `teaser`, as plain values."""
    return {
        "title": teaser.title,
        "summary": teaser.summary,
        "date": f"{teaser.date or ''} {teaser.date_label}".strip(),
        "image": teaser.image.pk if teaser.image else None,
        "url": teaser.url,
    }


def changes_of(letter: "LetterPage") -> list[Change]:
    """The pages of `letter` whose teaser changed since their insertion, in the order of the letter."""
    if letter.pk is None:
        return []
    inserted = {row.page_id: row for row in Insertion.objects.filter(letter=letter.pk).select_related("page")}
    teasers = teasers_of(letter) if inserted else {}
    found: dict[int, Change] = {}
    for mention in mentions_in(letter):
        row, teaser = inserted.get(mention.page_id), teasers.get(mention.page_id)
        if row and teaser and mention.is_chosen and mention.page_id not in found:
            now = shown_by(teaser)
            parts = tuple(part for part in PARTS if part in row.shown and row.shown[part] != now[part])
            if parts:
                found[mention.page_id] = Change(row.page, mention.block_id, parts)
    return list(found.values())
