"""What the journal hears from the apps below."""

from typing import Any

from events.models import Wish

from .services.volunteering import KINDS, volunteer_from_wish


def on_wish_stored(*, wish: Wish, **_kwargs: Any) -> None:
    """Someone who registered offers a hand to the journal. If this fails, the clock finds the wish again."""
    if wish.kind in KINDS:
        volunteer_from_wish(wish_id=wish.pk)
