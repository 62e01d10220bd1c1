from .evaluations import EvaluationAnswer, EvaluationQuestion, EvaluationReply
from .exchanges import EventMessage, Material, PrivateFeed
from .outputs import ActionGroup, Contact, DiagnosisItem, Seed
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
    "DiagnosisItem",
    "EvaluationAnswer",
    "EvaluationQuestion",
    "EvaluationReply",
    "EventMessage",
    "EventPage",
    "EventPartner",
    "EventPerson",
    "EventsSettings",
    "ImportedDate",
    "Material",
    "Module",
    "Need",
    "OpenAgendaPush",
    "PrivateFeed",
    "Profile",
    "Question",
    "QuestionForm",
    "Quota",
    "Registration",
    "RegistrationRules",
    "Seed",
    "SeriesPage",
    "Session",
    "TimetableSlot",
    "TimetableTemplate",
    "TrainingPage",
    "VideoWorkshopPage",
    "Wish",
    "WorkshopPage",
]
