"""A text that somebody read again becomes a draft, with its dates when it has some. All of it or nothing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from cms.dates import long_date_text
from cms.models import BasePage
from cms.prose import Fragments, blocks_from_html, to_html
from cms.prose.html import Surroundings
from cms.slugs import free_slug
from config.models import ImportedSource, TextInHand
from events.enums import SessionState
from events.errors import EventsError
from events.models import EventPage, SeriesPage, VideoWorkshopPage
from events.services import SessionDraft, save_sessions
from people.models import User

from .errors import TextRefused
from .in_hand import album_of
from .kinds import KINDS
from .pictures import Album, Keeping, collection_for, names_pictures


@dataclass(frozen=True)
class Date:
    """One session an editor ticked."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""


def blocks_of(markdown: str, around: Surroundings | None = None) -> Fragments:
    """The blocks that the Markdown of the review gives. A line end that was left inside a paragraph is kept."""
    return blocks_from_html(to_html(markdown), around=around)


def already_imported(original: str) -> Page | None:
    """The page that the very same text made before, if it still stands."""
    known = ImportedSource.objects.filter(path=_path(original)).select_related("page").first()
    return known.page if known else None


def save_text(
    *,
    title: str,
    markdown: str,
    original: str,
    kind: str,
    dates: Sequence[Date] = (),
    in_hand: TextInHand | None = None,
    by: User,
) -> BasePage:
    """Make a draft of `kind` (a name of `KINDS`), never published; each of `dates` is a draft session of it, and the
    pictures of `in_hand` that the text still names join the library.

    Raises TextRefused when there is nowhere to put it, when `by` may not add there, or when a date is refused.
    """
    chosen = KINDS[kind]
    parent = chosen.parent()
    if parent is None:
        raise TextRefused(f"Il manque la page où ranger cela : créez d’abord « {chosen.above._meta.verbose_name} ».")
    if not parent.permissions_for_user(by).can_add_subpage():
        raise TextRefused(f"Vous n’avez pas le droit d’ajouter une page sous « {parent.title} ».")
    if dates and not (chosen.is_dated and by.has_perm("events.change_session")):
        raise TextRefused("Vous n’avez pas le droit d’écrire ces dates : décochez-les.")
    keeping = _keeping(in_hand, markdown, title, by)
    try:
        with transaction.atomic():
            page = _make_page(chosen.model, parent, title, blocks_of(markdown, keeping), by)
            ImportedSource.objects.update_or_create(
                path=_path(original),
                defaults={"digest": _digest(original), "page": page, "revision": page.latest_revision},
            )
        _write_dates(page, dates, by)
    except BaseException:
        keeping.take_back()
        raise
    if in_hand:
        in_hand.delete()
    return page


def _keeping(in_hand: TextInHand | None, markdown: str, title: str, by: User) -> Keeping:
    """What puts in the library the pictures that the text names. Raises TextRefused when that cannot be."""
    if not names_pictures(markdown):
        return Keeping(album=Album(), title=title, by=by, collection=None)
    if in_hand is None:
        raise TextRefused(
            "Ce document n’est plus gardé, et ses images avec lui : donnez de nouveau le fichier, ou retirez du texte "
            "les lignes « ![…](image-1) »."
        )
    collection = collection_for(by)
    if collection is None:
        raise TextRefused(
            "Vous n’avez pas le droit d’ajouter des images : retirez du texte les lignes « ![…](image-1) »."
        )
    return Keeping(album=album_of(in_hand), title=title, by=by, collection=collection)


def _write_dates(page: BasePage, dates: Iterable[Date], by: User) -> None:
    """Sessions take a lock of their own, after the page is written: a refused date takes the page back."""
    try:
        for event, own in _events(page, list(dates), by):
            save_sessions(event=event, drafts=[_draft(date) for date in own])
    except EventsError as refusal:
        page.delete()
        raise TextRefused(refusal.text) from refusal


def _events(page: BasePage, dates: list[Date], by: User) -> list[tuple[EventPage, list[Date]]]:
    """Each page that takes sessions. A series has one page for each date."""
    if not dates:
        return []
    if isinstance(page, EventPage):
        return [(page, dates)]
    if not isinstance(page, SeriesPage):
        return []
    with transaction.atomic():
        return [
            (_make_page(VideoWorkshopPage, page, _own_title(page, date), Fragments(), by), [date]) for date in dates
        ]


def _own_title(series: Page, date: Date) -> str:
    return date.title or f"{series.title} : {long_date_text(date.starts_at)}"


def _draft(date: Date) -> SessionDraft:
    return SessionDraft(date.starts_at, date.ends_at, title=date.title, state=SessionState.DRAFT)


def _make_page(model: type[BasePage], parent: Page, title: str, body: Fragments, by: User) -> BasePage:
    page = model(title=title[:255], slug=free_slug(parent, title), live=False, owner=by)
    page.body = json.dumps(body.blocks)
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False, log_action="wagtail.create")
    return page


def _path(original: str) -> str:
    return f"texte:{_digest(original)}"


def _digest(original: str) -> str:
    return hashlib.sha256(" ".join(original.split()).encode()).hexdigest()
