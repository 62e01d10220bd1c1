"""Calendar files (RFC 5545, 5546, 6047, 7986): feeds, invitations, and what other calendars give us.

We write lines ourselves, because a thousand dates must be written in a tenth of a second; time zones and reading are
those of the library `icalendar`. Tests read everything back with two parsers that are not ours.
"""

from .feeds import feed_of
from .files import dates_file
from .invitations import CANCEL, REQUEST, invitation, invites
from .reading import CalendarUnreadable, FoundDate, Reading, read_calendar

__all__ = [
    "CANCEL",
    "REQUEST",
    "CalendarUnreadable",
    "FoundDate",
    "Reading",
    "dates_file",
    "feed_of",
    "invitation",
    "invites",
    "read_calendar",
]
