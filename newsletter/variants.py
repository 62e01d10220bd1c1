"""« Vous suivez », at the end of each copy: rendered for each list of things followed, never for each person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

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


def plan_of(letter: "LetterPage", subscribers: Iterable[Subscriber], *, now: datetime | None = None) -> Plan:
    """What each of `subscribers` follows, was not told of, and does not read in the body of `letter`."""
    announced = {mention.page_id for mention in mentions_in(letter) if mention.is_chosen}
    made = plan(subscribers, outlook(now), announced=announced)
    shortened: dict[Variant, list[int]] = defaultdict(list)
    for variant, people in made.variants.items():
        shortened[variant[-MOST_LINES:]] += people
    return replace(made, variants=dict(shortened))


def mail_of(composition: Composition, lines: list[Line], *, mark: int | None = None) -> RenderedMail:
    """The mail of a letter whose « Vous suivez » lists `lines`; without any, it has no such part.

    `mark` is the key of the letter once it leaves for good, None before.
    """
    if not lines:
        return composition.mail()
    sender = current_sender()
    final = Final(base_url=sender.base_url, mark=mark)
    values = {"lines": lines, "base_url": sender.base_url}
    html = styled(loader.render_to_string("mail/newsletter/following.html", values))
    template = loader.get_template("mail/newsletter/following.txt").template  # type: ignore[attr-defined]
    text = str(template.render(make_context(dict(values), autoescape=False)))
    return composition.mail(following_html=final.html(html), following_text=final.text(text))


def mail_for(letter: "LetterPage", subscriber: Subscriber | None) -> RenderedMail:
    """The mail of `letter` as `subscriber` would get it now; nobody in particular when None."""
    made = plan_of(letter, [subscriber] if subscriber else [])
    lines = [line for variant in made.variants for line in made.lines_of(variant)]
    return mail_of(compose_letter(letter), lines)


def heaviest(composition: Composition, made: Plan) -> RenderedMail:
    """The longest mail that anybody would get."""
    mails = [mail_of(composition, made.lines_of(variant)) for variant in _longest(made)]
    return max(mails, key=lambda mail: len(mail.html.encode()), default=composition.mail())


def _longest(made: Plan) -> list[Variant]:
    """The variants that say the most, by the length of their words: enough to hold the heaviest mail."""

    def words(variant: Variant) -> int:
        return sum(len(line.teaser.title) + len(line.teaser.summary) + 400 for line in made.lines_of(variant))

    return sorted(made.due, key=words, reverse=True)[:3]
