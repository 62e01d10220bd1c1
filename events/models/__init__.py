from .confidences import EventExchange
from .evaluations import EvaluationAnswer, EvaluationQuestion, EvaluationReply
from .exchanges import EventMessage, Material, PrivateFeed
from .groups import ActionGroup, GroupFile, GroupNews, Membership
from .learning import HomeReport, HomeTask, ToolReview, ToolSheet, TopicProposal
from .outputs import Contact, ContactAudience, DiagnosisItem, Seed
from .outside import ImportedDate, OpenAgendaPush
from .pages import (
    AgendaPage,
    EventPage,
    EventPartner,
    SeriesPage,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from .presence import Attendance, Certificate
from .questions import Answer, Need, Question, QuestionForm
from .quotas import Profile, Quota
from .registrations import Registration, Wish
from .remarks import Proposal, SeriesRemark
from .restitution import Restitution
from .rules import RegistrationRules
from .sessions import Module, Session
from .settings import EventsSettings
from .speakers import EventPerson
from .timetables import TimetableSlot, TimetableTemplate

__all__ = [
    "ActionGroup",
    "AgendaPage",
    "Answer",
    "Attendance",
    "Certificate",
    "Contact",
    "ContactAudience",
    "DiagnosisItem",
    "EvaluationAnswer",
    "EvaluationQuestion",
    "EvaluationReply",
    "EventExchange",
    "EventMessage",
    "EventPage",
    "EventPartner",
    "EventPerson",
    "EventsSettings",
    "GroupFile",
    "GroupNews",
    "HomeReport",
    "HomeTask",
    "ImportedDate",
    "Material",
    "Membership",
    "Module",
    "Need",
    "OpenAgendaPush",
    "PrivateFeed",
    "Profile",
    "Proposal",
    "Question",
    "QuestionForm",
    "Quota",
    "Registration",
    "RegistrationRules",
    "Restitution",
    "Seed",
    "SeriesPage",
    "SeriesRemark",
    "Session",
    "TimetableSlot",
    "TimetableTemplate",
    "ToolReview",
    "ToolSheet",
    "TopicProposal",
    "TrainingPage",
    "VideoWorkshopPage",
    "Wish",
    "WorkshopPage",
]
