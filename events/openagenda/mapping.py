"""An event as OpenAgenda wants it (O1 to O6): the writable fields of its `EventInput`, and no other (O8).

Source: api-spec/openapi.yaml of OpenAgenda/oa-public, 3.0.0-draft. The join link is never in it: `onlineAccessLink` is
the public registration page (O3).
"""

import logging
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from cms.enums import ImageRights, Licence
from cms.models import Image, SiteIdentity

from ..availability import Availability, Standing
from ..enums import Modality, PriceKind, SessionState
from ..models import EventPage, Session
from ..models.venues import ACCESSIBILITY
from .notices import Notice
from .places import NOWHERE, Around, zone_of
from .words import cut, markdown_of, within

TITLE, DESCRIPTION, LONG, CONDITIONS, KEYWORDS, CREDITS, REGISTRATION = 140, 200, 10_000, 255, 255, 255, 2_000
MODES = {Modality.ON_SITE: 1, Modality.ONLINE: 2, Modality.HYBRID: 3}
SCHEDULED, RESCHEDULED, MOVED_ONLINE, POSTPONED, FULL, CANCELLED = 1, 2, 3, 4, 5, 6
WORDS = {FULL: "Complet", CANCELLED: "Annulé", POSTPONED: "Reporté", RESCHEDULED: "Date changée"}
WORDS[MOVED_ONLINE] = "Passé en visioconférence"
# What OpenAgenda publishes may be taken up by anybody: so may only the pictures whose licence says so.
FREE_LICENCES = (Licence.BY_SA, Licence.BY, Licence.CC0)
PICTURE = "max-1600x1600|format-jpeg"
logger = logging.getLogger(__name__)


class PictureKept(models.TextChoices):
    """Why the picture of a page stays here."""

    RIGHTS = "rights", "les autorisations des personnes photographiées restent à recueillir"
    LICENCE = "licence", "OpenAgenda la donnerait à tout le monde, et sa licence ne le permet pas"
    CREDIT = "credit", "sa licence demande un crédit, et il n’est pas écrit"


def event_body(
    notice: Notice,
    lies: Around = NOWHERE,
    *,
    with_status: bool = True,
    identity: SiteIdentity | None = None,
) -> dict[str, Any]:
    """The body of an event with its dates. Without `with_status`, the state is said in the conditions (O4); `identity`
    gives the telephone and address of the association."""
    page, event, rows = notice.page, notice.event, notice.told
    url = page.full_url or settings.WAGTAILADMIN_BASE_URL
    form = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:register', args=[page.pk])}"
    status = status_of(rows)
    said = "" if with_status or status == SCHEDULED else f"{WORDS[status]}. "
    walks_in = event.without_registration and not any(row.can_register for row in rows)
    names = within([topic.name for topic in page.topics.all()], KEYWORDS)
    zone = zone_of(event, lies)
    body: dict[str, Any] = {
        "title": {"fr": cut(_title(notice), TITLE)},
        "description": {"fr": cut(page.summary or page.title, DESCRIPTION)},
        "longDescription": {"fr": _long(notice, url)},
        "conditions": {"fr": cut(f"{said}{_price(event)}{'. Sans inscription' if walks_in else ''}", CONDITIONS)},
        "timings": [_timing(row.session, zone) for row in rows],
        "attendanceMode": MODES[Modality(event.modality)],
        "accessibility": {code: bool(getattr(event, name)) for code, name in ACCESSIBILITY.items()},
        **_picture(page.listing_image),
    }
    optional = {
        "registration": None if walks_in else _ways(form, identity),
        "keywords": {"fr": names} if names else None,
        "onlineAccessLink": form if event.modality != Modality.ON_SITE else None,
        "status": status if with_status else None,
    }
    return {**body, **{name: value for name, value in optional.items() if value is not None}}


def status_of(rows: Sequence[Availability]) -> int:
    """One status for the whole event (O4)."""
    standing = [row for row in rows if not row.session.is_cancelled]
    if rows and not standing:
        return CANCELLED
    if any(row.session.state == SessionState.POSTPONED for row in standing):
        return POSTPONED
    open_now = [row for row in standing if row.standing in (Standing.FREE, Standing.FULL)]
    if open_now and all(row.standing == Standing.FULL for row in open_now):
        return FULL
    if standing and all(row.session.moved_online for row in standing):
        return MOVED_ONLINE
    return RESCHEDULED if any(row.session.postponed_from for row in standing) else SCHEDULED


def picture_kept(image: Image | None) -> PictureKept | None:
    """Why `image` is not sent; None when it is, and when there is none (O1)."""
    if image is None:
        return None
    if image.image_rights == ImageRights.MISSING:
        return PictureKept.RIGHTS
    if image.licence not in FREE_LICENCES:
        return PictureKept.LICENCE
    return PictureKept.CREDIT if image.licence != Licence.CC0 and not image.credit else None


def _picture(image: Image | None) -> dict[str, Any]:
    """From our own address, without what the camera wrote in it; credits never go without a picture."""
    if image is None or picture_kept(image):
        return {}
    try:
        url = image.get_rendition(PICTURE).full_url
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        logger.warning("The picture %s has lost its file: OpenAgenda does without.", image.pk)
        return {}
    credits = {"imageCredits": cut(image.credit_line, CREDITS)} if image.credit_line else {}
    return {"image": {"url": url}, **credits}


def _ways(form: str, identity: SiteIdentity | None) -> list[dict[str, str]]:
    """How to come: our form, then what the footer of our pages gives. The address of the event is never shown."""
    ways = {"link": form}
    if identity:
        ways |= {"email": identity.contact_email, "phone": identity.phone}
    held = within([value for value in ways.values() if value], REGISTRATION)
    return [{"type": kind, "value": value} for kind, value in ways.items() if value in held]


def _title(notice: Notice) -> str:
    own = notice.alone.title if notice.alone else ""
    return f"{notice.page.title} – {own}" if own else notice.page.title


def _long(notice: Notice, url: str) -> str:
    """The text of the page; its address stands last, and stays when the text is cut."""
    parts = [notice.page.summary, markdown_of(notice.page.body)]
    if notice.event.audience:
        parts.append(f"**Pour qui :** {notice.event.audience}")
    text = "\n\n".join(part for part in parts if part)
    return f"{cut(text, LONG - len(url) - 2)}\n\n{url}".strip()


def _timing(session: Session, zone: ZoneInfo) -> dict[str, str]:
    """O2: with the offset of the day, on the clock of the place."""
    moments = {"begin": session.starts_at, "end": session.ends_at}
    return {name: timezone.localtime(moment, zone).isoformat(timespec="seconds") for name, moment in moments.items()}


def _price(event: EventPage) -> str:
    kind = str(event.get_price_kind_display()).capitalize()
    amount = f" : {event.price_amount:.2f} €".replace(".", ",") if event.price_kind == PriceKind.AMOUNT else ""
    return f"{kind}{amount}{'. ' + event.price_note if event.price_note else ''}"
