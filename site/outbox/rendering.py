"""From templates to the three pieces of a mail: subject, HTML, text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template import loader
from django.template.context import make_context

from .places import one_line
from .sender import current_sender

# Mail readers drop <style> in many places, so rules go on the elements; media queries (dark, narrow) stay
# apart.
_INLINER = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)

_FRAGMENTS = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=False, load_remote_stylesheets=False)


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    html: str
    text: str


def render_mail(template: str, context: Mapping[str, Any] | None = None) -> RenderedMail:
    """The mail of `mail/<template>.subject.txt`, `.html` and `.txt`, for instance "events/confirm".

    Both bodies extend `mail/base.html` and `mail/base.txt`, which sign for the association. Besides `context`
    they see `sender` (`outbox.sender.Sender`, read here unless `context` brings it) and `subject`. In `.txt` nothing
    is escaped. Raises TemplateDoesNotExist.
    """
    values = dict(context or {})
    if "sender" not in values:
        values["sender"] = current_sender()
    subject = one_line(_plain(f"mail/{template}.subject.txt", values))
    values["subject"] = subject
    html = _INLINER.inline(loader.render_to_string(f"mail/{template}.html", values))
    return RenderedMail(subject=subject, html=html, text=tidy(_plain(f"mail/{template}.txt", values)))


def inlined(fragment: str, css: str) -> str:
    """A fragment of a mail with the rules of `css` on its elements; media queries are left to the whole mail."""
    return _FRAGMENTS.inline_fragment(fragment, css)


def _plain(name: str, values: dict[str, Any]) -> str:
    """A template rendered without HTML escaping: an apostrophe in a text mail is an apostrophe."""
    template = loader.get_template(name).template  # type: ignore[attr-defined]
    rendered: str = template.render(make_context(values, autoescape=False))
    return rendered


def tidy(text: str) -> str:
    """Text with one blank line at most between paragraphs, no trailing space, one final newline.

    The space after the signature mark "-- " is kept: it is what tells mail readers to fold the signature.
    """
    lines = [line if line == "-- " else line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
