from .addresses import ShortAddress
from .articles import ArticlePage, ArticleWorkshop, Signature
from .distribution import Delivery, DropOffPoint, PostalSubscriber, PrintRun, Round, RoundStop
from .drafts import DraftLink, DraftVersion, Remark, Suggestion
from .editions import Edition, EditionFile
from .issues import IssuePage, IssueRubric, JournalPage
from .partners import PartnerSpace
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
    "Delivery",
    "DraftLink",
    "DraftVersion",
    "DropOffPoint",
    "Edition",
    "EditionFile",
    "IssuePage",
    "IssueRubric",
    "JournalPage",
    "PartnerSpace",
    "PostalSubscriber",
    "PrintRun",
    "Production",
    "Remark",
    "Round",
    "RoundStop",
    "Rubric",
    "ShortAddress",
    "Signature",
    "Slot",
    "Suggestion",
    "Volunteer",
]
