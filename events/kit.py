"""What makes a workshop known before its day: ready texts, its picture, a code (S3-14)."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from cms.models import Image
from cms.qr import qr_svg_uri

from .models import WorkshopPage
from .selectors import dates_of


@dataclass(frozen=True)
class Kit:
    """`short` suits a message, `long` a newsletter or a page; both plain text, which end with the address."""

    short: str
    long: str
    url: str
    picture: Image | None

    @property
    def code(self) -> str:
        return qr_svg_uri(self.url)


def kit_of(workshop: WorkshopPage) -> Kit:
    """As the page stands now, published or not. Two queries."""
    url = workshop.full_url or ""
    dates = dates_of(workshop)
    context = {"workshop": workshop, "dates": dates.standing, "can_register": dates.can_register, "url": url}
    short, long = (
        render_to_string(name, context).strip().replace("\n\n\n", "\n\n")
        for name in ("events/kit/short.txt", "events/kit/long.txt")
    )
    return Kit(short=short, long=long, url=url, picture=workshop.listing_image)
