"""What a form just sent needs to know of its page, in few queries: in a rush everybody sends at once.

Nothing here is kept between two requests, and nothing decides: places, deadlines and states are read again under the
lock. Showing a page is the business of `selectors`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import Page, PageViewRestriction

from cms.statements import Prepared

from .models import EventPage, Quota, SeriesPage, Session
from .models.sessions import SessionQuerySet
from .selectors import Registrable, dates_of

_PK = Page._meta.get_field("id")
_SOMETHING_PRIVATE = Exists(PageViewRestriction.objects.all())
_QUOTAS = Exists(Quota.objects.filter(session=OuterRef("pk")))
_EVENT = Prepared(
    lambda pk: EventPage.objects.live().filter(id=pk).defer("body").annotate(somewhere_private=_SOMETHING_PRIVATE),
    pk=_PK,
)
_SERIES = Prepared(
    lambda pk: SeriesPage.objects.live().filter(id=pk).defer("body").annotate(somewhere_private=_SOMETHING_PRIVATE),
    pk=_PK,
)
BEYOND_ANY_PAGE = 2**31


def _announced(**where: Any) -> SessionQuerySet:
    found: SessionQuerySet = Session.objects.filter(**where).announced().annotate(has_quotas=_QUOTAS)
    return found.order_by("starts_at", "pk")


_OF_EVENT = Prepared(lambda event: _announced(event_id=event), event=_PK)
# Where nothing is private; see `selectors.sessions_of`.
_OF_SERIES = Prepared(
    lambda path, depth: _announced(event__path__startswith=path, event__depth=depth, event__live=True),
    path=Page._meta.get_field("path"),
    depth=Page._meta.get_field("depth"),
)


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
    may_be_private = bool(page.somewhere_private)
    return Receiving(page, _sessions(page, may_be_private), may_be_private)


def _sessions(page: Registrable, may_be_private: bool) -> list[Session]:
    if isinstance(page, SeriesPage):
        return dates_of(page).sessions if may_be_private else _light(_OF_SERIES(path=page.path, depth=page.depth + 1))
    sessions = _light(_OF_EVENT(event=page.pk))
    for session in sessions:
        session.event = page
    return sessions


def _light(found: Iterable[Session]) -> list[Session]:
    """Sessions that ask nothing more about quotas they do not have."""
    sessions = list(found)
    for session in sessions:
        if not session.has_quotas:  # type: ignore[attr-defined]
            session.quota_rows = []
    return sessions
