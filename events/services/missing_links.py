"""Whoever registered was promised a link the day before: whoever organises is told a day earlier that there is none."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from outbox.models import Message
from outbox.services import write_mail

from ..enums import Modality, RegistrationState, SessionState
from ..joining import current_settings, link_leaves_at
from ..models import Session
from .contacting import organiser_of

SCOPE = "organising"
EARLIER = timedelta(days=1)


def warn_of_missing_links(now: datetime) -> int:
    """Once for each day a session is announced on, to the address its questions go to. Returns how many were told."""
    hours = current_settings()
    coming = Session.objects.upcoming(now).filter(
        join_url="", starts_at__gt=now, starts_at__lte=now + timedelta(days=4), event__live=True
    )
    awaited = coming.filter(registrations__state=RegistrationState.CONFIRMED).distinct()
    without = awaited.exclude(event__modality=Modality.ON_SITE).exclude(state=SessionState.POSTPONED)
    rows = without.select_related("event").order_by("starts_at", "pk")
    return sum(_warn(session) for session in rows if link_leaves_at(session, hours) - EARLIER <= now)


@transaction.atomic
def _warn(session: Session) -> bool:
    key = f"session:{session.pk}:no-link:{session.local_date:%Y%m%d}"
    address = organiser_of(session.event)
    if not address or Message.objects.filter(dedup_key=key).exists():
        return False
    url = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events_day', args=[session.event_id])}"
    write_mail("events/no_link", {"session": session, "url": url}, to=address, dedup_key=key, scope=SCOPE)
    return True
