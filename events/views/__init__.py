from .contacting import contact
from .door import door, door_notes, round_table
from .feeds import AgendaFeed, agenda_calendar, page_calendar, private_calendar
from .joining import join
from .registering import register, thanks
from .seeds import seed
from .signed import cancel, confirm, manage

__all__ = [
    "AgendaFeed",
    "agenda_calendar",
    "cancel",
    "confirm",
    "contact",
    "door",
    "door_notes",
    "join",
    "manage",
    "page_calendar",
    "private_calendar",
    "register",
    "round_table",
    "seed",
    "thanks",
]
