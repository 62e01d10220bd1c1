from .calls import CallPage, CallPartner, DeadlineChange, RequiredDocument
from .deadlines import AnnouncedDeadline
from .finding import FindingEntry, FindingWord
from .front import HomePage, StandardPage
from .glossary import Definition, GlossaryPage, Quotation, TermPage
from .holders import HeldPage, Holder
from .indexes import CallIndexPage, NewsIndexPage, OrganisationIndexPage, ProgrammeIndexPage, ProjectIndexPage
from .members import OrganisationPerson
from .news import NewsPage
from .organisations import NetworkMembership, OrganisationLink, OrganisationPage, Service, Statement, Step
from .programmes import ProgrammeEdition, ProgrammePage, ProgrammePartner, SharedWord
from .projects import ProjectPage
from .resources import ResourceIndexPage, ResourcePage, ToolOpinion
from .versions import ProgrammeVersion

__all__ = [
    "AnnouncedDeadline",
    "CallIndexPage",
    "CallPage",
    "CallPartner",
    "DeadlineChange",
    "Definition",
    "FindingEntry",
    "FindingWord",
    "GlossaryPage",
    "HeldPage",
    "Holder",
    "HomePage",
    "NetworkMembership",
    "NewsIndexPage",
    "NewsPage",
    "OrganisationIndexPage",
    "OrganisationLink",
    "OrganisationPage",
    "OrganisationPerson",
    "ProgrammeEdition",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "ProgrammePartner",
    "ProgrammeVersion",
    "ProjectIndexPage",
    "ProjectPage",
    "Quotation",
    "RequiredDocument",
    "ResourceIndexPage",
    "ResourcePage",
    "Service",
    "SharedWord",
    "StandardPage",
    "Statement",
    "Step",
    "TermPage",
    "ToolOpinion",
]
