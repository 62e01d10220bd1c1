"""« Vous suivez », at the end of each copy: rendered for each list of things followed, never for each person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template import loader
from django.template.context import make_context

from outbox.rendering import RenderedMail
from outbox.sender import current_sender

from .following.lines import Line
from .following.plans import Plan, Variant, outlook, plan
from .models import Subscriber
from .references import mentions_in
from .rendering import Composition, Final, compose_letter, styled

if TYPE_CHECKING:
    from .models import LetterPage

# More would make a letter of its own, and a heavy one: the oldest go first, the others wait for the next letter.
MOST_LINES = 15
LINES = "<!--letter:lines-->"


def plan_of(letter: "LetterPage", subscribers: Iterable[Subscriber], *, now: datetime | None = None) -> Plan:
    """What each of `subscribers` follows, was not told of, and does not read in the body of `letter`."""
    announced = {mention.page_id for mention in mentions_in(letter) if mention.is_chosen}
    made = plan(subscribers, outlook(now), announced=announced)
    shortened: dict[Variant, list[int]] = defaultdict(list)
    for variant, people in made.variants.items():
        shortened[variant[-MOST_LINES:]] += people
    return replace(made, variants=dict(shortened))


class Following:
    """« Vous suivez » for any variant of one plan: each line is rendered and styled once, then only joined.

    `mark` is the key of the letter once it leaves for good, None before.
    """

    def __init__(self, lines: Mapping[int, Line], *, mark: int | None = None) -> None:
        self.lines = lines
        self.final = Final(base_url=current_sender().base_url, mark=mark)
        self.html: dict[int, str] = {}
        self.text: dict[int, str] = {}
        self.around = self._html("following", {"lines_place": LINES})
        self.heading = self._text("following", {})

    def mail(self, composition: Composition, variant: Variant) -> RenderedMail:
        """The mail of a letter that ends with `variant`; the empty one has no such part."""
        if not variant:
            return composition.mail()
        for key in variant:
            if key not in self.html:
                line = {"line": self.lines[key]}
                self.html[key] = self._html("following_line", line)
                self.text[key] = self._text("followed_line", line)
        html = "".join(self.html[key] for key in variant)
        text = "\n\n".join([self.heading, *(self.text[key] for key in variant)])
        return composition.mail(following_html=self.around.replace(LINES, html), following_text=text)

    def _html(self, name: str, values: dict[str, Any]) -> str:
        return self.final.html(styled(loader.render_to_string(f"mail/newsletter/{name}.html", values)))

    def _text(self, name: str, values: dict[str, Any]) -> str:
        template = loader.get_template(f"mail/newsletter/{name}.txt").template  # type: ignore[attr-defined]
        return self.final.text(str(template.render(make_context(values, autoescape=False))).strip())


def mail_for(letter: "LetterPage", subscriber: Subscriber | None) -> RenderedMail:
    """The mail of `letter` as `subscriber` would get it now; nobody in particular when None."""
    made = plan_of(letter, [subscriber] if subscriber else [])
    variant = next(iter(made.due), ())
    return Following(made.lines).mail(compose_letter(letter), variant)


def heaviest(composition: Composition, made: Plan) -> RenderedMail:
    """The longest mail that anybody would get."""
    following = Following(made.lines)
    mails = [following.mail(composition, variant) for variant in _longest(made)]
    return max(mails, key=lambda mail: len(mail.html.encode()), default=composition.mail())


def _longest(made: Plan) -> list[Variant]:
    """The variants that say the most, by the length of their words: enough to hold the heaviest mail."""

    def words(variant: Variant) -> int:
        return sum(len(line.teaser.title) + len(line.teaser.summary) + 400 for line in made.lines_of(variant))

    return sorted(made.due, key=words, reverse=True)[:3]
