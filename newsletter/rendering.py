"""A letter as a mail: subject, HTML and text, the same for everyone but for the places of the leaving links."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.template import loader
from django.template.context import make_context

from outbox.places import fill, fill_html
from outbox.rendering import RenderedMail, render_mail
from outbox.sender import Sender, current_sender

from .references import teasers_of

if TYPE_CHECKING:
    from .models import LetterPage

_LOCAL_ADDRESS = re.compile(r'\b(href|src)="(/[^"]*)"')


def render_letter(letter: "LetterPage", *, pin: bool = False) -> RenderedMail:
    """The mail of `letter` as it stands in memory (a draft, a revision, the published page).

    The places %%leave_url%% and %%one_click_url%% are left for the outbox to fill. With `pin`, pictures are copied
    under their own hash: only what leaves for good needs it.
    """
    sender = current_sender()
    context = {
        "letter": letter,
        "archive_url": letter.full_url if letter.pk and letter.live else "",
        "base_url": sender.base_url,
        "teasers": teasers_of(letter),
        "pin": pin,
    }
    mail = render_mail("newsletter/letter", {**context, "parts": _text_parts(letter, context)})
    return replace(mail, html=absolute(mail.html, sender.base_url))


def leaving_headers(sender: Sender) -> dict[str, str]:
    """How a mail program leaves for its reader (RFC 2369, RFC 8058; law.md L-01, L-02)."""
    mailto = f"<mailto:{sender.contact_email}?subject=Quitter%20l%27infolettre>"
    return {
        "List-Unsubscribe": f"<%%one_click_url%%>, {mailto}",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def filled(mail: RenderedMail, places: Mapping[str, str]) -> RenderedMail:
    """`mail` as one reader gets it."""
    return RenderedMail(subject=mail.subject, html=fill_html(mail.html, places), text=fill(mail.text, places))


def absolute(html: str, base_url: str) -> str:
    """`html` with every address of this site written in full, as a mail needs them."""
    return _LOCAL_ADDRESS.sub(lambda found: f'{found[1]}="{base_url}{found[2]}"', html)


def _text_parts(letter: "LetterPage", context: Mapping[str, Any]) -> list[str]:
    """Each block of the body in plain text; what has nothing to say in words is left out."""
    parts = [_text_of(child, context) for child in letter.body]
    return [part for part in parts if part]


def _text_of(child: Any, context: Mapping[str, Any]) -> str:
    template = loader.get_template(child.block.meta.text_template).template  # type: ignore[attr-defined]
    values = child.block.get_context(child.value, parent_context=dict(context))
    return str(template.render(make_context(values, autoescape=False))).strip()
