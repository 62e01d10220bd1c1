from .outputs import ActionGroup, Contact, DiagnosisItem, Seed
from .pages import (
    AgendaPage,
    EventPage,
    EventPartner,
    SeriesPage,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from .questions import Answer, Need, Question, QuestionForm
from .quotas import Profile, Quota
from .registrations import Registration, Wish
from .rules import RegistrationRules
from .sessions import Module, Session
from .speakers import EventPerson
from .timetables import TimetableSlot, TimetableTemplate

__all__ = [
    "ActionGroup",
    "AgendaPage",
    "Answer",
    "Contact",
    "DiagnosisItem",
    "EventPage",
    "EventPartner",
    "EventPerson",
    "Module",
    "Need",
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
