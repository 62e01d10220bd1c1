"""Digests and alerts as mails. Each line is rendered and its styles inlined once; a variant only joins its lines."""

import re
from dataclasses import dataclass

from django.template import loader
from django.template.context import make_context

from outbox.rendering import RenderedMail, render_mail, tidy
from outbox.sender import Sender, current_sender

from ..enums import Route
from .lines import Line
from .plans import Variant

# Typographic spaces stay: a colon never begins a line.
_SPACES = re.compile(r"[ \t\r\n]+")
_HTML_LINE = re.compile(r"<!--line:(\d+)-->(.*?)<!--/line-->", re.DOTALL)
_TEXT_LINE = re.compile(r"\[\[line:(\d+)\]\]\n(.*?)\[\[/line\]\]", re.DOTALL)
TEMPLATES = {Route.DIGEST: "newsletter/digest", Route.ALERT: "newsletter/alert", Route.REMINDER: "newsletter/deadline"}


@dataclass(frozen=True)
class Cut:
    """A body cut into what stands before its lines, each line, and what stands after."""

    head: str
    lines: dict[int, str]
    tail: str

    @classmethod
    def of(cls, body: str, pattern: re.Pattern[str]) -> "Cut":
        found = list(pattern.finditer(body))
        head, tail = (body[: found[0].start()], body[found[-1].end() :]) if found else (body, "")
        return cls(head=head, lines={int(line[1]): line[2] for line in found}, tail=tail)

    def joined(self, variant: Variant, glue: str) -> str:
        return self.head + glue.join(self.lines[key] for key in variant) + self.tail


class Sheet:
    """The mail that tells `lines` by `route`; `for_variant` gives the one of some people. Rendered once."""

    def __init__(self, lines: dict[int, Line], *, route: Route) -> None:
        self.lines, self.route = lines, route
        self.sender: Sender = current_sender()
        whole = render_mail(TEMPLATES[route], self._context(list(lines.values())))
        self._html = Cut.of(whole.html, _HTML_LINE)
        self._text = Cut.of(whole.text, _TEXT_LINE)
        self._subject = loader.get_template(f"mail/{TEMPLATES[route]}.subject.txt").template  # type: ignore[attr-defined]

    def for_variant(self, variant: Variant) -> RenderedMail:
        """The mail that lists `variant`, its places left for the outbox to fill."""
        context = make_context(self._context([self.lines[key] for key in variant]), autoescape=False)
        return RenderedMail(
            subject=_SPACES.sub(" ", self._subject.render(context)).strip()[:250],
            html=self._html.joined(variant, "\n"),
            text=tidy(self._text.joined(variant, "\n\n")),
        )

    def _context(self, lines: list[Line]) -> dict[str, object]:
        return {"lines": lines, "count": len(lines), "first": lines[0] if lines else None, "sender": self.sender}
