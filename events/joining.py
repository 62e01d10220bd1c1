"""When the door of a video session is open, and when its link is mailed (S0-25, law.md L-11, registration.md 11).

The real address is read by `views.joining` alone; everything else shows the gated one, `/rejoindre/<signed>`.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .enums import NOT_STANDING, SessionState
from .models import EventsSettings, Session

# Entering earlier opens the room and is no presence: people try their microphone the day before.
PRESENCE_FROM = timedelta(hours=1)
NOT_HAPPENING = [*NOT_STANDING, SessionState.POSTPONED]


def current_settings() -> EventsSettings:
    """The hours chosen for the default site, or the usual ones. One query."""
    return EventsSettings.objects.filter(site__is_default_site=True).first() or EventsSettings()


def here_at(day: date, hour: time) -> datetime:
    """That hour of that day in the zone of the site, in summer and in winter."""
    return timezone.make_aware(datetime.combine(day, hour))


def will_happen(session: Session) -> bool:
    """On the date it shows: not cancelled, and not waiting for a new date."""
    return session.state not in NOT_HAPPENING


def opens_at(session: Session) -> datetime:
    """The gate opens with the day before."""
    return here_at(session.local_date - timedelta(days=1), time(0))


def is_live(session: Session, now: datetime) -> bool:
    return bool(session.join_url) and will_happen(session) and opens_at(session) <= now < session.ends_at


def counts_as_presence(session: Session, now: datetime) -> bool:
    return session.starts_at - PRESENCE_FROM <= now < session.ends_at


def link_leaves_at(session: Session, hours: EventsSettings) -> datetime:
    """The set hour of the day before."""
    return here_at(session.local_date - timedelta(days=1), hours.join_link_hour)


def link_is_due(session: Session, now: datetime, hours: EventsSettings | None = None) -> bool:
    """The hour has come and the session is not over; there is a link to give."""
    if not session.join_url or not will_happen(session) or now >= session.ends_at:
        return False
    return now >= link_leaves_at(session, hours or current_settings())
