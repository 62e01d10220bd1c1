"""Calendars and feeds that other programs read (calendars-and-feeds.md). They are public, short of the private one."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

import cms.ical
from cms.dates import hours_text, long_date_text
from cms.ical.answers import calendar_answer
from cms.models import SiteIdentity

from .. import ical
from ..agenda import read_filters
from ..feeds import FeedContent, agenda_content, page_content, private_content, private_feed
from ..ical import feed_of
from ..models import AgendaPage, Session
from ..openagenda import public_list
from .registering import page_or_404

# Entries are written otherwise by another version of the code, from the same facts.
_WRITERS = sorted(path for package in (cms.ical, ical) for path in Path(package.__file__ or "").parent.glob("*.py"))
WRITTEN_BY = hashlib.sha256(b"".join(path.read_bytes() for path in _WRITERS)).hexdigest()


@gzip_page
@require_safe
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """`/agenda.ics`, with the query string of the agenda page."""
    content = agenda_content(request.GET, timezone.now())
    return _answer(request, content, f"{site_name(request)} : agenda", "agenda.ics")


@gzip_page
@require_safe
def agenda_list(request: HttpRequest) -> JsonResponse:
    """`/agenda.json`, with the query string of the agenda page and `?page=`: a source for other agendas (O11)."""
    listing = public_list(request.GET, timezone.now())
    page = listing.page
    answer = {
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "events": listing.events,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@gzip_page
@require_safe
def page_calendar(request: HttpRequest, page_id: int) -> HttpResponse:
    """The dates of one event or series, to add once or to follow."""
    page = page_or_404(request, page_id)
    return _answer(request, page_content(page, timezone.now()), page.title, f"{page.slug}.ics")


@never_cache
@require_safe
def private_calendar(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever knows the address reads the dates of one person; it may be closed at any time (I15)."""
    feed = private_feed(key)
    if feed is None:
        raise Http404("Aucun agenda à cette adresse.")
    content = private_content(feed, timezone.now())
    response = _answer(request, content, f"{site_name(request)} : mes rendez-vous", "mes-rendez-vous.ics")
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def site_name(request: HttpRequest) -> str:
    return SiteIdentity.for_request(request).name or "Dirigeable"


def _answer(request: HttpRequest, found: FeedContent, name: str, filename: str) -> HttpResponse:
    source = request.build_absolute_uri()
    made_of = f"{WRITTEN_BY} {found.fingerprint} {name} {source}"

    def write() -> bytes:
        return feed_of(found.sessions, found.facts, name=name, source=source)

    return calendar_answer(request, write, made_of=made_of, filename=filename)


class AgendaFeed(Feed):
    """`/agenda.xml`: the dates to come as news, for those who follow sites rather than calendars."""

    feed_type = Atom1Feed
    language = "fr"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"{site_name(request)} : agenda"

    def link(self, request: HttpRequest) -> str:
        page = AgendaPage.objects.live().first()
        query = read_filters(request.GET).query
        return f"{page.url if page else '/'}{'?' if query else ''}{query}"

    def feed_url(self, request: HttpRequest) -> str:
        return request.get_full_path()

    def items(self, request: HttpRequest) -> list[Session]:
        """The next fifty."""
        now = timezone.now()
        coming = read_filters(request.GET).sessions(now).upcoming(now).select_related("event")
        return list(coming.defer("event__body").order_by("starts_at", "pk")[:50])

    def item_title(self, item: Session) -> str:
        return f"{item.event.title}, {long_date_text(item.starts_at)}"

    def item_description(self, item: Session) -> str:
        return f"{long_date_text(item.starts_at)}, {hours_text(item.starts_at, item.ends_at)}. {item.event.summary}"

    def item_link(self, item: Session) -> str:
        return item.event.full_url or reverse("events:register", args=[item.event_id])

    def item_guid(self, item: Session) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_updateddate(self, item: Session) -> Any:
        return item.modified_at
