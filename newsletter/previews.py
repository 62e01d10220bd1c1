"""What an editor sees of a letter before it leaves: the mail by day, by night, without pictures, and its text."""

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse

from outbox.rendering import RenderedMail
from outbox.sender import current_sender

from .links import leaving_places
from .rendering import compose_letter, filled

if TYPE_CHECKING:
    from .models import LetterPage

MODES = [
    ("mail", "Courriel, le jour"),
    ("mail-dark", "Courriel, la nuit"),
    ("mail-bare", "Courriel, sans images"),
    ("text", "Texte seul"),
]
# What Wagtail's own preview offers: the two widths that mail readers are tested at, and the page of the site.
SIZES = [
    {"name": "narrow", "icon": "mobile-alt", "device_width": 320, "label": "Étroit, comme sur un téléphone"},
    {"name": "wide", "icon": "tablet-alt", "device_width": 640, "label": "Large, comme dans un logiciel de courrier"},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": "Sur un ordinateur"},
]
_NIGHT = "(prefers-color-scheme: dark)"
_SCHEMES = 'content="light dark"'


def preview_response(letter: "LetterPage", mode: str) -> HttpResponse:
    """The mail of `letter`, for who follows nothing in particular, in a mode of MODES."""
    return shown(compose_letter(letter).mail(), mode)


def shown(mail: RenderedMail, mode: str) -> HttpResponse:
    """`mail` in a mode of MODES; its leaving links are harmless."""
    mail = filled(mail, leaving_places(None, base_url=current_sender().base_url))
    if mode == "text":
        return HttpResponse(f"{mail.subject}\n\n{mail.text}", content_type="text/plain; charset=utf-8")
    if mode == "mail-bare":
        return HttpResponse(_by_day(re.sub(r'(<img\b[^>]*?)\ssrc="[^"]*"', r"\1", mail.html)))
    return HttpResponse(_by_night(mail.html) if mode == "mail-dark" else _by_day(mail.html))


def _by_day(html: str) -> str:
    return html.replace(_NIGHT, "not all").replace(_SCHEMES, 'content="light"')


def _by_night(html: str) -> str:
    return html.replace(_NIGHT, "all").replace(_SCHEMES, 'content="dark"')
