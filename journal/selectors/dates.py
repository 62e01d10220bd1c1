"""What may still be joined."""

from events.models import Session


def next_sessions(limit: int) -> list[Session]:
    """The next sessions of public events, soonest first, each with its event."""
    return list(
        Session.objects.upcoming().of_public_events().select_related("event").order_by("starts_at", "pk")[:limit]
    )
