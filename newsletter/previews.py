"""What an editor sees of a letter before it leaves: the mail itself, and its text."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from outbox.sender import current_sender

from .links import leaving_places
from .rendering import filled, render_letter

if TYPE_CHECKING:
    from .models import LetterPage


def preview_response(letter: "LetterPage", mode: str) -> HttpResponse:
    """The mail of `letter` in `mode` "mail" or "text", its leaving links harmless."""
    mail = filled(render_letter(letter), leaving_places(None, base_url=current_sender().base_url))
    if mode == "text":
        return HttpResponse(f"{mail.subject}\n\n{mail.text}", content_type="text/plain; charset=utf-8")
    return HttpResponse(mail.html)
