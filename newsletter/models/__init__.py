from .dispatches import AnnouncedPage, Dispatch
from .follows import Follow, Novelty, Told
from .letters import LetterIndexPage, LetterPage
from .subscribers import Subscriber

__all__ = ["AnnouncedPage", "Dispatch", "Follow", "LetterIndexPage", "LetterPage", "Novelty", "Subscriber", "Told"]
