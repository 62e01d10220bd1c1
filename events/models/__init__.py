from .accompaniments import Accompaniment, FollowUp, OfferedService, PhaseSpan, RoadmapAction, Stakeholder, SupportTerm
from .agenda import AgendaPage
from .cadres import Cadre
from .confidences import EventExchange
from .diagnosis import DiagnosisItem, DiagnosisLink, DiagnosisVersion, NeedCluster
from .evaluations import EvaluationAnswer, EvaluationQuestion, EvaluationReply
from .exchanges import EventMessage, Material, PrivateFeed
from .groups import ActionGroup, GroupFile, GroupNews, Membership
from .learning import HomeReport, HomeTask, ToolReview, ToolSheet, TopicProposal
from .openagenda import OpenAgendaForm, OpenAgendaPush, OpenAgendaWish
from .outputs import Contact, ContactAudience, Seed
from .outside import ImportedDate
from .pages import (
    EventPage,
    EventPartner,
    MeetingPage,
    Partnership,
    SeriesPage,
    SeriesPartner,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from .preparation import Preparation, PreparationStep, PreparationTemplate, TeamMember, TemplateStep
from .presence import Attendance, Certificate
from .questionnaire import Questionnaire, QuestionnaireQuestion, QuestionnaireReply
from .questions import Answer, Need, Question, QuestionForm
from .quotas import Profile, Quota
from .registrations import Registration, Wish
from .remarks import Proposal, SeriesRemark
from .restitution import Restitution
from .rooms import Room, RoomCard, RoomTable, Seat
from .rules import RegistrationRules
from .sessions import Module, Session
from .settings import EventsSettings
from .speakers import EventPerson
from .timetables import TimetableSlot, TimetableTemplate

__all__ = [
    "Accompaniment",
    "ActionGroup",
    "AgendaPage",
    "Answer",
    "Attendance",
    "Cadre",
    "Certificate",
    "Contact",
    "ContactAudience",
    "DiagnosisItem",
    "DiagnosisLink",
    "DiagnosisVersion",
    "EvaluationAnswer",
    "EvaluationQuestion",
    "EvaluationReply",
    "EventExchange",
    "EventMessage",
    "EventPage",
    "EventPartner",
    "EventPerson",
    "EventsSettings",
    "FollowUp",
    "GroupFile",
    "GroupNews",
    "HomeReport",
    "HomeTask",
    "ImportedDate",
    "Material",
    "MeetingPage",
    "Membership",
    "Module",
    "Need",
    "NeedCluster",
    "OfferedService",
    "OpenAgendaForm",
    "OpenAgendaPush",
    "OpenAgendaWish",
    "Partnership",
    "PhaseSpan",
    "Preparation",
    "PreparationStep",
    "PreparationTemplate",
    "PrivateFeed",
    "Profile",
    "Proposal",
    "Question",
    "QuestionForm",
    "Questionnaire",
    "QuestionnaireQuestion",
    "QuestionnaireReply",
    "Quota",
    "Registration",
    "RegistrationRules",
    "Restitution",
    "RoadmapAction",
    "Room",
    "RoomCard",
    "RoomTable",
    "Seat",
    "Seed",
    "SeriesPage",
    "SeriesPartner",
    "SeriesRemark",
    "Session",
    "Stakeholder",
    "SupportTerm",
    "TeamMember",
    "TemplateStep",
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
