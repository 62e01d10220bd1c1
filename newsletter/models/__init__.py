from .dispatches import AnnouncedPage, Dispatch
from .letters import LetterIndexPage, LetterPage
from .subscribers import Subscriber

__all__ = ["AnnouncedPage", "Dispatch", "LetterIndexPage", "LetterPage", "Subscriber"]
