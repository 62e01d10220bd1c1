from .calls import CallPage, DeadlineChange
from .finding import FindingEntry, FindingWord
from .front import HomePage, StandardPage
from .indexes import CallIndexPage, NewsIndexPage, OrganisationIndexPage, ProgrammeIndexPage, ProjectIndexPage
from .news import NewsPage
from .organisations import OrganisationPage
from .programmes import ProgrammePage, ProgrammePartner
from .projects import ProjectPage
from .resources import ResourceIndexPage, ResourcePage, ToolOpinion

__all__ = [
    "CallIndexPage",
    "CallPage",
    "DeadlineChange",
    "FindingEntry",
    "FindingWord",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "ProgrammePartner",
    "ProjectIndexPage",
    "ProjectPage",
    "ResourceIndexPage",
    "ResourcePage",
    "StandardPage",
    "ToolOpinion",
]
