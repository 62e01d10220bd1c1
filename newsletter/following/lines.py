"""One novelty, as a mail announces it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.teasers import Teaser
from outbox.sender import current_sender

from ..enums import NoveltyKind
from ..models import Novelty

if TYPE_CHECKING:
    from .targets import Scene


@dataclass(frozen=True)
class Line:
    """What came out, when, and its teaser; `kind` says which sentence introduces it.

    `state` is that of a seed, in words, or the days that a reminder says are left, as digits.
    """

    key: int
    kind: NoveltyKind
    teaser: Teaser
    on: dt.date
    state: str = ""


def lines_of(novelties: Iterable[Novelty], scene: "Scene") -> dict[int, Line]:
    """The lines of `novelties`, all of them in `scene`, in their order. No query but one for the sender."""
    base_url = current_sender().base_url
    found: dict[int, Line] = {}
    for novelty in novelties:
        kind, on = NoveltyKind(novelty.kind), timezone.localdate(novelty.at)
        if novelty.seed_id:
            seed = scene.seeds[novelty.seed_id]
            said = scene.news.get(novelty.mark) if kind == NoveltyKind.SEED_NEWS else None
            teaser = Teaser(
                title=seed.title,
                summary=said.text if said else seed.description or seed.need,
                url=base_url + (said or seed).get_absolute_url(),
                kind="seed",
                kind_label="Graine de projet",
            )
            found[novelty.pk] = Line(novelty.pk, kind, teaser, on, state=seed.get_state_display())
        else:
            teaser = scene.pages[novelty.page_id or 0].teaser
            url = teaser.url if "://" in teaser.url else f"{base_url}{teaser.url}"
            left = str((teaser.date - on).days) if kind == NoveltyKind.REMINDER and teaser.date else ""
            found[novelty.pk] = Line(novelty.pk, kind, replace(teaser, url=url), on, state=left)
    return found
