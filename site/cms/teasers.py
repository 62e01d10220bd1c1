"""A teaser: how any page announces itself, on the site, in the letter and in the journal."""

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Teaser:
    """What a card needs, and nothing more.

    `kind` is a stable English key (CSS class, icon), `kind_label` what the reader sees; `url` is absolute when the
    page belongs to a site; `image` is a `cms.Image` or None; `date` is None for pages that time does not touch.
    """

    title: str
    summary: str
    url: str
    kind: str
    kind_label: str
    image: Any = None
    date: datetime.date | None = None
    date_label: str = ""
