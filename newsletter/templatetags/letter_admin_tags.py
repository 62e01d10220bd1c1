"""What the panels of a letter ask for."""

from django import template

from ..desk import Desk, desk_of
from ..models import LetterPage

register = template.Library()


@register.simple_tag
def letter_desk(letter: LetterPage) -> Desk:
    """Where a letter stands, what changed in it, what must be mended. Read once for both panels."""
    desk: Desk | None = letter.__dict__.get("_desk")
    if desk is None:
        desk = letter.__dict__["_desk"] = desk_of(letter)
    return desk
