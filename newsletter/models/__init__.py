from .dispatches import AnnouncedPage, AnnouncedSeed, Dispatch
from .follows import Follow, Novelty, Told
from .insertions import Insertion
from .letters import LetterIndexPage, LetterPage
from .links import MailedLink
from .schedules import Schedule
from .segments import Segment
from .sequels import Sequel
from .subscribers import Subscriber

__all__ = [
    "AnnouncedPage",
    "AnnouncedSeed",
    "Dispatch",
    "Follow",
    "Insertion",
    "LetterIndexPage",
    "LetterPage",
    "MailedLink",
    "Novelty",
    "Schedule",
    "Segment",
    "Sequel",
    "Subscriber",
    "Told",
]
