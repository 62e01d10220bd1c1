"""What all imports share: whole or not at all, where old addresses lead, pictures taken back with the rest, and a
report of what was done and of all that a person should look at: nothing is lost in silence (kirby.md 1.5).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page

from cms.models import Image
from cms.prose.html import Anywhere
from cms.services import keep_picture

ADDRESS_LIMIT = 255


@dataclass(frozen=True)
class Line:
    """Something to know about one page or file of the source. A warning is a doubt: `--strict` refuses it."""

    place: str
    message: str
    is_warning: bool

    def __str__(self) -> str:
        return f"{'!' if self.is_warning else '·'} {self.place or '(site)'}\u00a0: {self.message}"


class Done(Enum):
    """What can happen to a page or file: how one is said, and several."""

    FILE_KEPT = ("fichier inchangé", "fichiers inchangés")
    FILE_WRITTEN = ("fichier repris", "fichiers repris")
    PAGE_KEPT = ("page inchangée", "pages inchangées")
    PAGE_UPDATED = ("page mise à jour", "pages mises à jour")
    PAGE_MADE = ("page créée", "pages créées")

    def counted(self, number: int) -> str:
        return f"{number}\u00a0{self.value[number > 1]}"


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    done: "Counter[Done]" = field(default_factory=Counter)

    def warn(self, place: str, message: str) -> None:
        self.lines.append(Line(place, message, is_warning=True))

    def tell(self, place: str, message: str) -> None:
        self.lines.append(Line(place, message, is_warning=False))

    @property
    def warnings(self) -> list[Line]:
        return [line for line in self.lines if line.is_warning]

    def summary(self) -> str:
        """« 3 pages créées, 1 page inchangée »; in the order of the work."""
        return ", ".join(what.counted(number) for what, number in self.done.items()) or "rien à importer"


class ImportRefused(Exception):
    """Nothing was imported; the message says why, in French, and `report` what was met until then."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class _Undone(Exception):
    """Rolls everything back: a rehearsal, or a doubt in a strict import."""


@contextmanager
def whole_or_not_at_all(
    report: Report, *, dry_run: bool, strict: bool, take_back: Callable[[], None]
) -> Iterator[None]:
    """What is done inside is undone in a rehearsal, on any fault, and when a strict import has doubts: then it raises
    ImportRefused. `take_back` undoes what the database cannot, files.
    """
    try:
        with transaction.atomic():
            yield
            if dry_run or (strict and report.warnings):
                raise _Undone
    except BaseException as error:
        take_back()
        if not isinstance(error, _Undone):
            raise
        if not dry_run:
            raise ImportRefused(f"Doutes\u00a0: {len(report.warnings)}. Rien n’a été importé.", report) from None


def lead_here(old_address: str, page: Page, report: Report, *, place: str) -> None:
    """Make an old address lead to `page`, unless it is the same or the top of the site; a doubt is told of `place`."""
    old, new = Redirect.normalise_path(old_address), page.relative_url(None)
    if not old or not new or Redirect.normalise_path(new) == old:
        return
    if len(old) > ADDRESS_LIMIT:
        report.warn(place, "ancienne adresse trop longue : elle ne mènera pas à la page")
        return
    Redirect.objects.get_or_create(old_path=old, site=None, defaults={"redirect_page": page})


@dataclass(kw_only=True)
class Library(Anywhere):
    """Adds pictures to the library of the site, and takes back with their files those it made."""

    made: list[Image] = field(default_factory=list)

    def keep(self, content: bytes, *, title: str, collection: Collection, **fields: Any) -> int:
        """The number of the image that holds `content`. Raises PictureRefused."""
        image, is_new = keep_picture(content, title=title, collection=collection, **fields)
        if is_new:
            self.made.append(image)
        return int(image.pk)

    def take_back(self) -> None:
        """Rows that the transaction already took back are deleted twice without harm; files it cannot take back."""
        for image in self.made:
            Image.objects.filter(pk=image.pk).delete()
            image.file.storage.delete(image.file.name)
