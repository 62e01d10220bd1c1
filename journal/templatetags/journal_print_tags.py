"""What the templates of paper and of the e-book may ask."""

import re
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from cms.qr import qr_svg_uri

register = template.Library()

# The first letter of a first paragraph; a quote, a figure or a tag before it is left as it is.
FIRST_LETTER = re.compile(r"^(\s*<p\b[^>]*>)([^\W\d_])(?=[\w’\s])")
SHORTEST_OPENING = 140
# A space between two words, not one inside a tag.
PLAIN_SPACE = re.compile(r" (?![^<>]*>)")
# Signs that a last line should have; what is held together is not longer, or a line would break too early.
SHORTEST_END, LONGEST_END = 12, 22
LONGEST_LIST = 260


# The classes of the drawing, as attributes: a style sheet does not reach inside an SVG on paper.
DRAWING = "journal/includes/cover_drawing.html"
PAPER_COLOURS = {
    "drawing-sun": 'fill="#E8B23A"',
    "drawing-light": 'fill="#E8B23A"',
    "drawing-lines": 'stroke="#FBF7EF" stroke-opacity="0.5"',
    "drawing-ridge-far": 'fill="#FBF7EF" fill-opacity="0.3"',
    "drawing-ridge-middle": 'fill="#FBF7EF" fill-opacity="0.55"',
    "drawing-ridge-near": 'fill="#1E2A26"',
    "drawing-ship": 'fill="#FBF7EF"',
    "drawing-seam": 'stroke="#1E2A26"',
    "drawing-hatch": 'stroke="#1E2A26" stroke-opacity="0.4"',
}


@register.simple_tag
def cover_drawing(kept: str = "xMidYMax") -> SafeString:
    """The drawing of a cover without picture, in the colours of paper; `kept` is what stays of it when it is cut."""
    drawing = str(render_to_string(DRAWING)).replace("xMidYMax", kept)
    for name, attributes in PAPER_COLOURS.items():
        drawing = drawing.replace(f'class="{name}"', attributes)
    return mark_safe(drawing.replace(' focusable="false"', ' xmlns="http://www.w3.org/2000/svg"'))


@register.simple_tag
def picture_address(place: Any, image: Any, width: str) -> str:
    """Where `place` finds `image`, `width` being "page" or that of a column."""
    return str(place.picture(image, "page" if width in {"page", "wide"} else "column"))


@register.simple_tag
def seed_address(place: Any, seed: Any) -> str:
    """The short address of a seed in this issue; empty when it has none."""
    return str(place.seed_addresses.get(getattr(seed, "pk", None), ""))


@register.filter
def qr_code(address: str) -> str:
    return qr_svg_uri(address)


@register.filter
def without_scheme(address: str) -> str:
    """« lescolsreunis.example/r/n1-4 », as one types it."""
    return re.sub(r"^https?://(www\.)?|/$", "", str(address or ""))


@register.filter
def drop_cap(html: SafeString) -> SafeString:
    """The first letter of an opening text, large: a span, because WeasyPrint fails on ::first-letter in columns."""
    if len(html) < SHORTEST_OPENING:
        return html
    return mark_safe(FIRST_LETTER.sub(r'\1<span class="lettrine">\2</span>', html, count=1))


@register.filter
def bound_end(html: SafeString) -> SafeString:
    """The last words of a title or a chapô held together, so that none stands alone on its last line."""
    text = str(html).rstrip()
    end = len(text)
    for space in reversed([match.start() for match in PLAIN_SPACE.finditer(text)]):
        if _signs(text[end:]) >= SHORTEST_END or _signs(text[space:]) > LONGEST_END:
            break
        end = space + 1
    return mark_safe(text[:end] + PLAIN_SPACE.sub("\u00a0", text[end:]))


def _signs(html: str) -> int:
    return len(strip_tags(html).strip())


@register.filter
def holds_together(items: Any) -> bool:
    """Whether a list is short enough to stand whole in one column."""
    return sum(_signs(str(item)) for item in items) < LONGEST_LIST
