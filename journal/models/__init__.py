from .articles import ArticlePage, ArticleWorkshop, Signature
from .drafts import DraftLink, DraftVersion, Remark, Suggestion
from .issues import IssuePage, IssueRubric, JournalPage
from .passages import CitedPassage, CoSignature
from .production import Production
from .rubrics import Rubric
from .slots import Slot
from .steps import CitedPeopleTask
from .volunteers import Assignment, Volunteer

__all__ = [
    "ArticlePage",
    "ArticleWorkshop",
    "Assignment",
    "CitedPassage",
    "CitedPeopleTask",
    "CoSignature",
    "DraftLink",
    "DraftVersion",
    "IssuePage",
    "IssueRubric",
    "JournalPage",
    "Production",
    "Remark",
    "Rubric",
    "Signature",
    "Slot",
    "Suggestion",
    "Volunteer",
]
