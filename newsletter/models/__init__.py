from .letters import Dispatch, LetterIndexPage, LetterPage
from .subscribers import Subscriber

__all__ = ["Dispatch", "LetterIndexPage", "LetterPage", "Subscriber"]
