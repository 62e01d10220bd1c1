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
from .registrations import Registration, Wish
from .sessions import Module, Session, TimetableSlot

__all__ = [
    "ActionGroup",
    "AgendaPage",
    "Contact",
    "DiagnosisItem",
    "EventPage",
    "EventPartner",
    "Module",
    "Registration",
    "Seed",
    "SeriesPage",
    "Session",
    "TimetableSlot",
    "TrainingPage",
    "VideoWorkshopPage",
    "Wish",
    "WorkshopPage",
]
