"""What a form just sent needs to know of its page, in few queries: in a rush everybody sends at once.

Nothing here is kept between two requests, and nothing decides: places, deadlines and states are read again under the
lock. Showing a page is the business of `selectors`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from wagtail.models import Page, PageViewRestriction

from cms.statements import Prepared

from .enums import SessionState
from .models import EventPage, Quota, SeriesPage, Session
from .selectors import Registrable, dates_of

_PK = Page._meta.get_field("id")
_SOMETHING_PRIVATE = Exists(PageViewRestriction.objects.all())
_EVENT = Prepared(
    lambda pk: EventPage.objects.live().filter(id=pk).defer("body").annotate(somewhere_private=_SOMETHING_PRIVATE),
    pk=_PK,
)
_SERIES = Prepared(
    lambda pk: SeriesPage.objects.live().filter(id=pk).defer("body").annotate(somewhere_private=_SOMETHING_PRIVATE),
    pk=_PK,
)
_SESSIONS = Prepared(
    lambda event: (
        Session.objects.filter(event_id=event)
        .exclude(state=SessionState.DRAFT)
        .annotate(has_quotas=Exists(Quota.objects.filter(session=OuterRef("pk"))))
        .order_by("starts_at", "pk")
    ),
    event=_PK,
)
BEYOND_ANY_PAGE = 2**31


@dataclass(frozen=True)
class Receiving:
    """`page` is read as an event or a series, whatever its kind; `sessions` are those of its form.

    `may_be_private` says that some page of the site is: then who asks must be known before answering.
    """

    page: Registrable
    sessions: Sequence[Session]
    may_be_private: bool


def receiving(page_id: int) -> Receiving | None:
    """The live event or series of that number; None for any other."""
    found = [] if page_id >= BEYOND_ANY_PAGE else _EVENT(pk=page_id) or _SERIES(pk=page_id)
    if not found:
        return None
    page: Registrable = found[0]
    sessions = _of_event(page) if isinstance(page, EventPage) else dates_of(page).sessions
    return Receiving(page, sessions, bool(page.somewhere_private))  # type: ignore[union-attr]


def _of_event(event: EventPage) -> list[Session]:
    sessions: list[Session] = [*_SESSIONS(event=event.pk)]
    for session in sessions:
        session.event = event
        if not session.has_quotas:  # type: ignore[attr-defined]
            session.quota_rows = []
    return sessions
