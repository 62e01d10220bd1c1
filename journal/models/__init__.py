from .articles import ArticlePage, Signature
from .issues import IssuePage, JournalPage
from .rubrics import Rubric

__all__ = ["ArticlePage", "IssuePage", "JournalPage", "Rubric", "Signature"]
