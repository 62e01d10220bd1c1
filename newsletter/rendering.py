"""A letter as a mail: one layout, the segments an editor composed, and a place at the end for what each one follows.

The segments are styled one by one, so that the bytes of each in the mail are those the archive keeps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.template import loader
from django.template.context import make_context

from outbox.places import fill, fill_html
from outbox.rendering import RenderedMail, inlined, render_mail, tidy
from outbox.sender import Sender, current_sender

from .addresses import absolute, tagged, tagged_text
from .references import seeds_of, teasers_of

if TYPE_CHECKING:
    from .models import LetterPage

# Where the body and the followed items go: comments, which no style and no reader sees.
BODY, FOLLOWING = "<!--letter:body-->", "<!--letter:following-->"
# Every copy says which body it carries: the same for all, whatever each one follows (letters.md, moonshot 7).
DIGEST_HEADER = "X-Letter-Digest"


@dataclass(frozen=True)
class Segment:
    """One block of the body: its identifier in the page, and its final bytes in the mail."""

    block_id: str
    kind: str
    html: str
    text: str


@dataclass(frozen=True)
class Composition:
    """A letter rendered once; `mail` finishes it for a variant."""

    layout: RenderedMail
    segments: tuple[Segment, ...]

    @property
    def body(self) -> str:
        return "".join(segment.html for segment in self.segments)

    def mail(self, *, following_html: str = "", following_text: str = "") -> RenderedMail:
        """The mail whose « Vous suivez » says this; the places of the leaving links are left to the outbox."""
        html = self.layout.html.replace(FOLLOWING, following_html).replace(BODY, self.body)
        return replace(self.layout, html=html, text=tidy(self.layout.text.replace(FOLLOWING, following_text)))


def compose_letter(letter: "LetterPage", *, pin: bool = False) -> Composition:
    """`letter` as it stands in memory (a draft, a revision, the published page).

    With `pin`, for what leaves for good: pictures are copied under their own hash, and links to our pages say which
    letter they are read in, the same for every reader.
    """
    sender = current_sender()
    context = {
        "letter": letter,
        "archive_url": letter.full_url if letter.pk and letter.live else "",
        "base_url": sender.base_url,
        "teasers": teasers_of(letter),
        "seeds": seeds_of(letter),
        "pin": pin,
    }
    final = Final(base_url=sender.base_url, mark=letter.pk if pin else None)
    segments = tuple(_segments(letter, context, final))
    parts = [segment.text for segment in segments if segment.text]
    layout = render_mail(
        "newsletter/letter", {**context, "parts": parts, "body_place": BODY, "following_place": FOLLOWING}
    )
    return Composition(layout=replace(layout, html=final.html(layout.html)), segments=segments)


def render_letter(letter: "LetterPage", *, pin: bool = False) -> RenderedMail:
    """The mail of `letter` for somebody who follows nothing in particular."""
    return compose_letter(letter, pin=pin).mail()


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


def styled(html: str) -> str:
    """A fragment of a letter, its styles on its elements; addresses of ours stay as they are."""
    css = f"{loader.render_to_string('mail/style.css')}\n{loader.render_to_string('mail/newsletter/letter.css')}"
    return inlined(html, css)


@dataclass(frozen=True)
class Final:
    """The last touch to HTML and text: addresses in full, marked with the letter when `mark` is its key."""

    base_url: str
    mark: int | None

    def html(self, html: str) -> str:
        full = absolute(html, self.base_url)
        return tagged(full, self.base_url, self.mark) if self.mark else full

    def text(self, text: str) -> str:
        return tagged_text(text, self.base_url, self.mark) if self.mark else text


def _segments(letter: "LetterPage", context: Mapping[str, Any], final: Final) -> Iterator[Segment]:
    """Each block of the body; what has nothing to say is left out."""
    for child in letter.body:
        html = str(child.render(context=dict(context))).strip()
        if html:
            yield Segment(
                block_id=str(child.id or ""),
                kind=child.block_type,
                html=final.html(styled(html)),
                text=final.text(_text_of(child, context)),
            )


def _text_of(child: Any, context: Mapping[str, Any]) -> str:
    template = loader.get_template(child.block.meta.text_template).template  # type: ignore[attr-defined]
    values = child.block.get_context(child.value, parent_context=dict(context))
    return str(template.render(make_context(values, autoescape=False))).strip()
