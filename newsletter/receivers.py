"""What the newsletter hears from the apps below."""

from typing import Any

from events.enums import WishKind
from events.models import Wish

from .services import subscribe_from_wish


def on_wish_stored(*, wish: Wish, **_kwargs: Any) -> None:
    """Someone who registered also wants the infolettre. If this fails, the clock finds the wish again."""
    if wish.kind == WishKind.LETTER:
        subscribe_from_wish(wish_id=wish.pk)
