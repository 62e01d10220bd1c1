from .demands import Demand
from .dispatches import AnnouncedPage, AnnouncedSeed, Dispatch
from .follows import Follow, Novelty, Told
from .imports import ListImport
from .insertions import Insertion
from .letters import LetterIndexPage, LetterPage
from .links import MailedLink
from .moves import AddressMove
from .replies import Reply
from .schedules import Schedule
from .segments import Grounds, Segment
from .selections import Selection, SelectionRule
from .sequels import Sequel
from .subscribers import Subscriber

__all__ = [
    "AddressMove",
    "AnnouncedPage",
    "AnnouncedSeed",
    "Demand",
    "Dispatch",
    "Follow",
    "Grounds",
    "Insertion",
    "LetterIndexPage",
    "LetterPage",
    "ListImport",
    "MailedLink",
    "Novelty",
    "Reply",
    "Schedule",
    "Segment",
    "Selection",
    "SelectionRule",
    "Sequel",
    "Subscriber",
    "Told",
]
