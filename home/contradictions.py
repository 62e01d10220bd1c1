"""Dates of free text that contradict the deadline of a call (S0-08): what a postponement leaves behind.

A sentence is read when it speaks of closing and of the call: anywhere on the page of the call, elsewhere when it names
the call, or when its page leads to that call alone. One that gives the right date too tells a history, and is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wagtail.models import Page, ReferenceIndex

from cms.mentions import Mention, mentions_in, sentences_of
from cms.models import BasePage

from .models import CallPage
from .search.asking import Question, page_of
from .search.sources import searchable_parts
from .search.stems import plain

CLOSING = re.compile(
    r"\b(?:clot|clos\b|close\b|date limite|jusqu|au plus tard|avant le|echeance|dernier delai|dernier jour|depos)"
)
# A sentence that tells the former date as former says nothing wrong.
FORMERLY = re.compile(r"\b(?:d['’]abord|initialement|report|au lieu du|ancienne)")
MOST_PAGES = 200


@dataclass(frozen=True)
class Contradiction:
    """`sentence`, on `page`, gives another date than the deadline of `call`."""

    page: Page
    call: CallPage
    sentence: str
    mention: Mention


def contradictions(calls: list[CallPage] | None = None) -> list[Contradiction]:
    """What to put right about `calls`, by default those still open or to come, the nearest deadline first."""
    asked = calls if calls is not None else _current()
    return [found for call in asked for found in contradictions_of(call)]


def contradictions_of(call: CallPage) -> list[Contradiction]:
    former = [change.previous_deadline for change in call.deadline_changes.all()]
    found: list[Contradiction] = []
    for page in _pages_about(call):
        alone = page.pk == call.pk or _calls_named_by(page) == {call.pk}
        for sentence in _sentences(page):
            if _speaks_of(sentence, call, alone=alone):
                found += [Contradiction(page, call, sentence, mention) for mention in _wrong(sentence, call, former)]
    return found


def _current() -> list[CallPage]:
    return [call for call in CallPage.objects.live().order_by("deadline", "pk") if call.days_left >= 0]


def _pages_about(call: CallPage) -> list[BasePage]:
    """The page of the call, those that lead to it, and those where the words of its name are found."""
    kind = ReferenceIndex._get_base_content_type(Page)
    leading = ReferenceIndex.objects.filter(
        base_content_type=kind, to_content_type=kind, to_object_id=str(call.pk)
    ).values_list("object_id", flat=True)
    named = page_of(Question(text=call.title), offset=0, limit=MOST_PAGES)
    keys = {call.pk, *map(int, leading), *(one.object_id for one in named if one.source == "page")}
    pages = Page.objects.live().filter(pk__in=keys).order_by("path").specific()
    return [page for page in pages if isinstance(page, BasePage)]


def _calls_named_by(page: Page) -> set[int]:
    kind = ReferenceIndex._get_base_content_type(Page)
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind, object_id=str(page.pk))
    keys = [int(key) for key in rows.values_list("to_object_id", flat=True)]
    return set(CallPage.objects.filter(pk__in=keys).values_list("pk", flat=True))


def _sentences(page: BasePage) -> Iterator[str]:
    for part in (page.summary, *searchable_parts(page)):
        yield from sentences_of(part)


def _speaks_of(sentence: str, call: CallPage, *, alone: bool) -> bool:
    words = plain(sentence)
    return bool(CLOSING.search(words)) and (alone or plain(call.title) in words)


def _wrong(sentence: str, call: CallPage, former: list[date]) -> list[Mention]:
    mentions = list(mentions_in(sentence))
    if any(mention.may_be(call.deadline) for mention in mentions):
        return []
    fine = [call.opens_on] if call.opens_on else []
    if FORMERLY.search(plain(sentence)):
        fine += former
    return [mention for mention in mentions if not any(mention.may_be(day) for day in fine)]
