"""Counting the visits that come from a letter without knowing anybody (law.md C-21, C-24, D-11).

What is kept for ever is one number for each link. To tell robots and repeated clicks apart, the last minutes of a
visitor stand in the cache, under a fingerprint that changes every day and is never written to the database.
"""

import time
from dataclasses import dataclass, field

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cms.numbers import number_in
from outbox.addresses import keyed_hash

from .addresses import MARK
from .models import MailedLink

REMEMBERED_FOR = 15 * 60  # seconds
# A person does not follow so many different links of a letter in so few seconds.
TOO_MANY, WITHIN = 4, 10.0
ROBOTS = (
    "bot",
    "crawl",
    "spider",
    "scan",
    "preview",
    "proofpoint",
    "mimecast",
    "barracuda",
    "safelinks",
    "python-",
    "curl",
)


@dataclass
class _Trail:
    """The links a visitor followed lately, each with the second of the first time."""

    links: dict[tuple[int, str], float] = field(default_factory=dict)
    is_robot: bool = False


def note_visit(request: HttpRequest) -> bool:
    """Count the visit of `request`, marked `?lettre=`; says whether it counted.

    Not counted: what fetches in advance, known robots, the same link again within minutes, and whoever follows the
    links of a letter faster than a person can (those it followed first are taken back).
    """
    letter = number_in(request.GET.get(MARK, ""))
    if not letter or _fetches_in_advance(request) or _says_it_is_a_robot(request):
        return False
    key, trail = _trail_of(request)
    link, now = (letter, request.path), time.monotonic()
    if trail.is_robot or link in trail.links or not _links(letter).filter(path=request.path).exists():
        return False
    trail.links[link] = now
    counted = not _unmasked(trail, letter, now)
    cache.set(key, trail, REMEMBERED_FOR)
    if counted:
        _links(letter).filter(path=request.path).update(clicks=F("clicks") + 1)
    return counted


def unmask(request: HttpRequest) -> None:
    """Whoever follows a link that nobody can see is a robot: what it followed before no longer counts."""
    key, trail = _trail_of(request)
    _take_back(trail, except_link=None)
    cache.set(key, trail, REMEMBERED_FOR)


def _unmasked(trail: _Trail, letter: int, now: float) -> bool:
    """Whether this visit shows a robot; its earlier visits are then taken back."""
    lately = [link for link, at in trail.links.items() if link[0] == letter and now - at <= WITHIN]
    all_of_them = 3 <= len(lately) == _links(letter).count()
    if len(lately) < TOO_MANY and not all_of_them:
        return False
    _take_back(trail, except_link=lately[-1])
    return True


def _take_back(trail: _Trail, *, except_link: tuple[int, str] | None) -> None:
    if not trail.is_robot:
        for letter, path in trail.links:
            if (letter, path) != except_link:
                _links(letter).filter(path=path, clicks__gt=0).update(clicks=F("clicks") - 1)
    trail.is_robot = True


def _trail_of(request: HttpRequest) -> tuple[str, _Trail]:
    agent = request.headers.get("User-Agent", "")
    visitor = f"visit:{timezone.localdate()}:{get_client_ip_address(request)}:{agent}"
    key = f"letter-visits:{keyed_hash(visitor)[:32]}"
    return key, cache.get(key) or _Trail()


def _links(letter: int) -> QuerySet[MailedLink]:
    return MailedLink.objects.filter(dispatch__letter=letter)


def _fetches_in_advance(request: HttpRequest) -> bool:
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return "prefetch" in purpose or "preview" in purpose


def _says_it_is_a_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return not agent or any(word in agent for word in ROBOTS)
