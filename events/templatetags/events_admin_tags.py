"""What the admin templates of events ask for."""

from typing import Any

from django import template
from django.utils import timezone

from ..availability import Availability, availability_of
from ..counts import HeadCount, OutputCount, head_counts
from ..counts import output_counts as counts_of
from ..models import EventPage
from ..openagenda import configuration
from ..openagenda.standing import Standing, standing_of
from ..selectors import Registrable

register = template.Library()


@register.simple_tag
def session_rows(page: EventPage) -> list[tuple[Availability, HeadCount]]:
    """The sessions of a saved page with how many people each has: two queries."""
    if not page.pk:
        return []
    sessions = list(page.sessions.order_by("starts_at", "pk"))
    counts = head_counts(sessions)
    return [(availability_of(session), counts.get(session.pk, HeadCount())) for session in sessions]


@register.simple_tag
def output_counts(page: EventPage) -> list[OutputCount]:
    return counts_of(page) if page.pk else []


@register.simple_tag
def openagenda_standing(page: Registrable) -> Standing | None:
    """How a saved page stands before OpenAgenda; None while nothing is sent there."""
    to = configuration()
    return standing_of(page, to.agenda, timezone.now()) if to and page.pk else None


@register.filter
def may(user: Any, permission: str) -> bool:
    """`{% if user|may:"events.add_seed" %}`."""
    return bool(user.has_perm(permission))
