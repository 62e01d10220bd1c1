"""What surrounds a participatory workshop: charter, preparation, questionnaire, room."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.enums import DiagnosisKind
from events.models import (
    Cadre,
    NeedCluster,
    Preparation,
    PreparationStep,
    Questionnaire,
    QuestionnaireQuestion,
    Room,
    RoomCard,
    TeamMember,
)

from .events import WorkshopPageFactory
from .people import PersonFactory


class CadreFactory(DjangoModelFactory):
    """Adopted; `adopted_on=None` for a draft."""

    class Meta:
        model = Cadre

    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    text = "<h3>Ce que nous promettons</h3><p>Chaque personne parle, et personne ne parle à sa place.</p>"
    adopted_on = factory.LazyFunction(timezone.localdate)


class PreparationFactory(DjangoModelFactory):
    """Of a workshop in 100 days, without steps nor team."""

    class Meta:
        model = Preparation

    workshop = factory.SubFactory(WorkshopPageFactory)
    opened_on = factory.LazyFunction(timezone.localdate)
    day = factory.LazyAttribute(lambda row: row.opened_on + dt.timedelta(days=100))


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    preparation = factory.SubFactory(PreparationFactory)
    person = factory.SubFactory(PersonFactory)


class PreparationStepFactory(DjangoModelFactory):
    class Meta:
        model = PreparationStep

    preparation = factory.SubFactory(PreparationFactory)
    title = factory.Sequence(lambda n: f"Étape {n}")
    days_before = 30
    due_on = factory.LazyAttribute(lambda step: step.preparation.day - dt.timedelta(days=step.days_before))


class QuestionnaireFactory(DjangoModelFactory):
    """Open, with one question on brakes."""

    class Meta:
        model = Questionnaire
        skip_postgeneration_save = True

    workshop = factory.SubFactory(WorkshopPageFactory)
    is_open = True
    question = factory.RelatedFactory(
        "tests.factories.workshop.QuestionnaireQuestionFactory", factory_related_name="questionnaire"
    )


class QuestionnaireQuestionFactory(DjangoModelFactory):
    class Meta:
        model = QuestionnaireQuestion

    label = "Qu’est-ce qui freine ?"
    kind = DiagnosisKind.BRAKE


class NeedClusterFactory(DjangoModelFactory):
    class Meta:
        model = NeedCluster

    workshop = factory.SubFactory(WorkshopPageFactory)
    title = factory.Sequence(lambda n: f"Groupe de besoins {n}")
    position = factory.Sequence(lambda n: n % 1000)


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    workshop = factory.SubFactory(WorkshopPageFactory)
    is_open = True


class RoomCardFactory(DjangoModelFactory):
    class Meta:
        model = RoomCard

    room = factory.SubFactory(RoomFactory)
    person = factory.SubFactory(PersonFactory)
