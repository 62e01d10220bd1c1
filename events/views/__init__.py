from .books import book, card, public_book
from .certificates import certificate, check_certificate, own_certificate
from .contacting import contact
from .door import door, door_notes, door_worker, round_table
from .evaluating import evaluate
from .feeds import AgendaFeed, agenda_calendar, agenda_list, page_calendar, private_calendar
from .groups import JoinView, group, group_confirm, group_file
from .joining import join
from .learning import learn, remark, tools
from .own import change, data, erase, give_all_back, settle_mail
from .own_address import ask_address, confirm_address
from .own_calendar import own_calendar, own_dates, presence
from .registering import register, thanks
from .restitution import restitution
from .seeds import SeedFeed, seed
from .signed import cancel, confirm, manage

__all__ = [
    "AgendaFeed",
    "JoinView",
    "SeedFeed",
    "agenda_calendar",
    "agenda_list",
    "ask_address",
    "book",
    "cancel",
    "card",
    "certificate",
    "change",
    "check_certificate",
    "confirm",
    "confirm_address",
    "contact",
    "data",
    "door",
    "door_notes",
    "door_worker",
    "erase",
    "evaluate",
    "give_all_back",
    "group",
    "group_confirm",
    "group_file",
    "join",
    "learn",
    "manage",
    "own_calendar",
    "own_certificate",
    "own_dates",
    "page_calendar",
    "presence",
    "private_calendar",
    "public_book",
    "register",
    "remark",
    "restitution",
    "round_table",
    "seed",
    "settle_mail",
    "thanks",
    "tools",
]
