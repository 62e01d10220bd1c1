"""The agenda: what comes, narrowed by whatever the address says; as a list, a month, and feeds that say the same."""

from .filters import KINDS, Filters, read_filters
from .listing import Agenda, Entry, agenda_for, entries_of, past_teasers
from .months import Day, Month, month_for

__all__ = [
    "KINDS",
    "Agenda",
    "Day",
    "Entry",
    "Filters",
    "Month",
    "agenda_for",
    "entries_of",
    "month_for",
    "past_teasers",
    "read_filters",
]
