from .contacting import contact
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
    "join",
    "manage",
    "page_calendar",
    "private_calendar",
    "register",
    "seed",
    "thanks",
]
