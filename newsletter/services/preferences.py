"""What a subscriber chooses to receive, and when: by a signed link, without an account."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from people.links import LinkInvalid

from ..enums import FollowKind, Rhythm, SubscriberState
from ..errors import NotSubscribed
from ..history import CHOSE, note
from ..links import mailbox_tag, read_preferences_token
from ..models import Subscriber
from .following import follow, unfollow
from .locking import locked
from .staying import hear_from


@dataclass(frozen=True)
class Choices:
    """What the preference centre was left saying. `dropped` are keys of follows, `added` kinds and targets."""

    whole_letter: bool
    rhythm: Rhythm
    paused_until: date | None = None
    dropped: Collection[int] = ()
    added: Collection[tuple[FollowKind, int]] = field(default_factory=tuple)


def subscriber_of(token: str) -> Subscriber:
    """Whose choices this link shows. Raises LinkInvalid, NotSubscribed. One query."""
    identifier, tag = read_preferences_token(token)
    found = Subscriber.objects.select_related("permit").filter(uuid=identifier).first()
    return _reader(found, tag)


def _reader(found: Subscriber | None, tag: str) -> Subscriber:
    if found and mailbox_tag(found.email) != tag:
        raise LinkInvalid  # sent to the address of before
    if found is None or found.state != SubscriberState.CONFIRMED:
        raise NotSubscribed
    return found


@transaction.atomic
def save_preferences(*, token: str, choices: Choices) -> Subscriber:
    """Apply `choices`. The new rhythm counts from now. Raises LinkInvalid, NotSubscribed."""
    identifier, tag = read_preferences_token(token)
    subscriber = _reader(locked(identifier), tag)
    now = timezone.now()
    if subscriber.rhythm != choices.rhythm:
        # What the former rhythm still owed is owed by the new one, at its next date.
        subscriber.rhythm, subscriber.rhythm_since, subscriber.digested_at = choices.rhythm, now, now
    subscriber.whole_letter, subscriber.paused_until = choices.whole_letter, choices.paused_until
    subscriber.save(update_fields=["whole_letter", "rhythm", "rhythm_since", "digested_at", "paused_until"])
    unfollow(subscriber=subscriber, keys=choices.dropped)
    follow(subscriber=subscriber, wishes=choices.added, confirmed_at=now)
    hear_from(subscriber, at=now)
    note(subscriber, CHOSE)
    return subscriber
