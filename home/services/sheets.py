"""What holders write: project sheets and news, always read by moderation before the public (S3-11)."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks
from wagtail.models import Page

from cms.models import Image, Territory, Topic
from people.humans.limits import count_use

from ..errors import NoRoomForSheets, NotHeld, TooManyWords
from ..mails import tell_published, tell_to_rework
from ..models import HeldPage, Holder, NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage
from .held_pictures import SentPicture, forget_picture, kept

MOST_A_DAY = 20


@dataclass(frozen=True)
class Sheet:
    """What a project sheet and a piece of news have in common; `text` is plain, paragraphs apart by an empty line.

    Without a `picture`, the page keeps the one it has, unless `drops_picture`.
    """

    title: str
    summary: str
    text: str
    territory: Territory | None = None
    topics: Collection[Topic] = ()
    picture: SentPicture | None = None
    drops_picture: bool = False
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProjectSheet(Sheet):
    """`fields`: stage, needs, organisation."""

    kind = ProjectPage
    room = ProjectIndexPage


@dataclass(frozen=True)
class NewsSheet(Sheet):
    """`fields`: project, which its holder holds."""

    kind = NewsPage
    room = NewsIndexPage


@transaction.atomic
def propose(*, holder: Holder, sheet: ProjectSheet | NewsSheet, now: datetime | None = None) -> HeldPage:
    """A new page in draft, sent to moderation. Raises TooManyWords, NoRoomForSheets."""
    now = now or timezone.now()
    _count(holder)
    room = sheet.room.objects.live().first()
    if room is None:
        raise NoRoomForSheets
    page: Any = sheet.kind(live=False)
    key = uuid.uuid4()
    with kept(sheet.picture, title=sheet.title) as image:
        _fill(page, sheet, key, image)
        room.add_child(instance=page)
        held = HeldPage.objects.create(uuid=key, holder=holder, page=page, picture=image, sent_at=now)
        _send(held, page, now)
    return held


@transaction.atomic
def rewrite(
    *, holder: Holder, key: uuid.UUID, sheet: ProjectSheet | NewsSheet, now: datetime | None = None
) -> HeldPage:
    """A new version of a page that `holder` holds; readers keep the one online until moderation accepts it.

    Raises NotHeld, TooManyWords.
    """
    now = now or timezone.now()
    _count(holder)
    held = held_by(holder, key, kind=sheet.kind)
    page: Any = held.page.get_latest_revision_as_object()
    with kept(sheet.picture, title=sheet.title) as image:
        if image or sheet.drops_picture:
            forget_picture(held)
            held.picture = image
        _fill(page, sheet, held.uuid, image)
        held.sent_at = now
        held.save(update_fields=["sent_at", "picture"])
        _send(held, page, now)
    return held


@transaction.atomic
def retire(*, holder: Holder, key: uuid.UUID) -> bool:
    """Take a page off the site at once, or throw away one that never was on it. Returns whether it is kept.

    Raises NotHeld.
    """
    held = held_by(holder, key)
    page = held.page.specific
    _leave_moderation(page)
    if page.first_published_at is None:
        page.delete()
        return False
    page.unpublish()
    return True


def held_by(holder: Holder, key: uuid.UUID, *, kind: type[Page] = Page) -> HeldPage:
    """The page of that name that `holder` holds, with `page` specific. Raises NotHeld."""
    held = HeldPage.objects.filter(holder=holder, uuid=key).select_related("page", "holder").first()
    if held is None or not isinstance(held.page.specific, kind):
        raise NotHeld
    held.page = held.page.specific
    return held


def own_text(held: HeldPage, page: Any) -> str | None:
    """The words of the holder in `page`, as they may be written again: none yet when the page holds nothing, None once
    the team made other blocks of them.
    """
    if not page.body.raw_data:
        return ""
    block = next((block for block in page.body.raw_data if block.get("id") == str(held.uuid)), None)
    return _plain(block["value"]) if block else None


@transaction.atomic
def answer_published(*, page: Page, now: datetime | None = None) -> bool:
    """Tell the holder that what they last sent is online. Returns whether somebody was told; once for each sending."""
    held = _waiting(page)
    if held is None:
        return False
    tell_published(held)
    _answered(held, now)
    return True


@transaction.atomic
def answer_to_rework(*, page: Page, comment: str, now: datetime | None = None) -> bool:
    """Tell the holder what moderation asks. Returns whether somebody was told."""
    held = _waiting(page)
    if held is None:
        return False
    tell_to_rework(held, comment=comment)
    _answered(held, now)
    return True


def _waiting(page: Page) -> HeldPage | None:
    held = HeldPage.objects.select_related("holder", "page").filter(page=page.pk).first()
    is_answered = held is not None and held.answered_at is not None and held.answered_at >= held.sent_at
    return None if is_answered else held


def _answered(held: HeldPage, now: datetime | None) -> None:
    held.answered_at = now or timezone.now()
    held.save(update_fields=["answered_at"])


def _count(holder: Holder) -> None:
    if count_use("holder-writes", str(holder.uuid), within=timedelta(days=1)) > MOST_A_DAY:
        raise TooManyWords


def _fill(page: Any, sheet: Sheet, key: uuid.UUID, image: Image | None) -> None:
    page.title, page.summary, page.territory = sheet.title, sheet.summary, sheet.territory
    if image or sheet.drops_picture:
        page.listing_image = image
    page.topics.set(sheet.topics)
    for name, value in sheet.fields.items():
        setattr(page, name, value)
    page.body = json.dumps(_with_text(list(page.body.raw_data), sheet.text, str(key)))


def _with_text(blocks: list[Any], text: str, key: str) -> list[Any]:
    """`blocks` with the words of the holder in the block that is theirs; what the team wrote around them stays."""
    mine = {"type": "text", "value": linebreaks(text, autoescape=True), "id": key}
    if not blocks:
        return [mine] if text else []
    return [mine if block.get("id") == key else block for block in blocks]


def _plain(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for line in soup.find_all("br"):
        line.replace_with("\n")
    blocks = soup.find_all(["p", "li", "h2", "h3", "h4"]) or [soup]
    return "\n\n".join(block.get_text().strip() for block in blocks)


def _send(held: HeldPage, page: Any, now: datetime) -> None:
    page.save_revision()
    Holder.objects.filter(pk=held.holder_id).update(written_at=now)
    # As stored: a workflow reads the latest revision of the row.
    stored = type(page).objects.get(pk=page.pk)
    _leave_moderation(stored)
    workflow = stored.get_workflow()
    if workflow:
        workflow.start(stored, None)


def _leave_moderation(page: Any) -> None:
    """What was being read is replaced: moderation reads the newest words only."""
    state = page.current_workflow_state
    if state:
        state.cancel()
