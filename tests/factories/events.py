"""Events, their sessions, and who registered. Pages take `parent=`, sessions take `event=`."""

import datetime as dt
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.slugs import french_slug
from events.enums import (
    HOLDING_A_PLACE,
    AnswerKept,
    DiagnosisKind,
    Modality,
    NeedKind,
    RegistrationState,
    SeedKind,
    SessionState,
)
from events.models import (
    AgendaPage,
    Answer,
    Contact,
    ContactAudience,
    DiagnosisItem,
    EventPartner,
    EventPerson,
    MeetingPage,
    Module,
    Need,
    Profile,
    Question,
    QuestionForm,
    Quota,
    Registration,
    Seed,
    SeriesPage,
    Session,
    TimetableSlot,
    TimetableTemplate,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from events.services import Participant
from people.enums import Audience, ConsentPurpose

from .cms import BasePageFactory
from .people import ConsentFactory, PersonFactory


class AgendaPageFactory(BasePageFactory):
    class Meta:
        model = AgendaPage

    title = "Agenda"


class WorkshopPageFactory(BasePageFactory):
    class Meta:
        model = WorkshopPage

    title = factory.Sequence(lambda n: f"Atelier {n}")
    stake = "Comment se déplacer sans voiture dans la vallée ?"
    venue_name = "Salle du Lavoir"
    venue_address = "1 place du Lavoir\nSainte-Ourse"


class SeriesPageFactory(BasePageFactory):
    class Meta:
        model = SeriesPage

    title = factory.Sequence(lambda n: f"Cycle {n}")
    common_format = "Une heure, toujours la même : chacun présente son projet, puis un point de méthode."


class VideoWorkshopPageFactory(BasePageFactory):
    class Meta:
        model = VideoWorkshopPage

    title = factory.Sequence(lambda n: f"Visio-atelier {n}")
    modality = Modality.ONLINE


class TrainingPageFactory(BasePageFactory):
    class Meta:
        model = TrainingPage

    title = factory.Sequence(lambda n: f"Formation {n}")
    objectives = "Choisir ses outils, et savoir pourquoi."


class MeetingPageFactory(BasePageFactory):
    class Meta:
        model = MeetingPage

    title = factory.Sequence(lambda n: f"Réunion {n}")
    venue_name = "Salle des fêtes"


class EventPartnerFactory(DjangoModelFactory):
    class Meta:
        model = EventPartner


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    title = factory.Sequence(lambda n: f"Module {n}")
    position = factory.Sequence(lambda n: n % 1000)


def morning_in(days: int) -> dt.datetime:
    """9 o'clock here, `days` days from today."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


class SessionFactory(DjangoModelFactory):
    """Announced, in 30 days, from 9 to 12. Traits: `open`, `past`, `cancelled`; `full=True` fills it with people."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    class Params:
        days = 30
        open = factory.Trait(state=SessionState.OPEN)
        past = factory.Trait(days=-30, state=SessionState.TOOK_PLACE)
        cancelled = factory.Trait(state=SessionState.CANCELLED)

    event = factory.SubFactory(WorkshopPageFactory)
    starts_at = factory.LazyAttribute(lambda session: morning_in(session.days))
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + dt.timedelta(hours=3))

    @factory.post_generation
    def full(self: Session, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted:
            RegistrationFactory.create_batch(self.capacity, session=self)


class TimetableSlotFactory(DjangoModelFactory):
    class Meta:
        model = TimetableSlot

    session = factory.SubFactory(SessionFactory)
    starts_at = dt.time(9)
    ends_at = dt.time(9, 5)
    title = "Accueil"


class RegistrationFactory(DjangoModelFactory):
    """A registration and the counters that go with it, as the services leave them, but without any mail.

    Confirmed by default; `state=` any other. A place beyond the capacity is counted as added by an editor.
    """

    class Meta:
        model = Registration

    session = factory.SubFactory(SessionFactory, open=True)
    person = factory.SubFactory(PersonFactory)
    contact_email = factory.SelfAttribute("person.email")
    state = RegistrationState.CONFIRMED
    submission_key = factory.LazyFunction(uuid4)
    form_key = factory.SelfAttribute("submission_key")
    registered_at = factory.LazyFunction(timezone.now)
    address_confirmed_at = factory.LazyAttribute(
        lambda row: None if row.state == RegistrationState.HELD else row.registered_at
    )
    expires_at = factory.LazyAttribute(
        lambda row: (
            min(row.registered_at + dt.timedelta(hours=48), row.session.starts_at)
            if row.state == RegistrationState.HELD
            else None
        )
    )
    identity_key = factory.LazyAttribute(
        lambda row: Participant(row.person.given_name, row.person.family_name, row.contact_email).identity_key
    )

    @classmethod
    def _create(cls, model_class: type[Registration], *args: Any, **kwargs: Any) -> Registration:
        session: Session = kwargs["session"]
        session.refresh_from_db(fields=["taken", "next_rank", "overbooked_by_editor"])
        kwargs.setdefault("rank", session.next_rank)
        session.next_rank = max(session.next_rank, kwargs["rank"] + 1)
        if kwargs["state"] in HOLDING_A_PLACE:
            session.taken += 1
            session.overbooked_by_editor = max(session.overbooked_by_editor, session.taken - session.capacity)
        session.save(update_fields=["taken", "next_rank", "overbooked_by_editor"])
        return super()._create(model_class, *args, **kwargs)


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = Profile

    name = factory.Sequence(lambda n: f"Profil {n}")


class QuotaFactory(DjangoModelFactory):
    """Places of one session for `profiles=[…]`; give it before anybody registers."""

    class Meta:
        model = Quota
        skip_postgeneration_save = True

    session = factory.SubFactory(SessionFactory, open=True)
    size = 1

    @factory.post_generation
    def profiles(self: Quota, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            self.profiles.set(extracted or [])


class TimetableTemplateFactory(DjangoModelFactory):
    class Meta:
        model = TimetableTemplate

    name = factory.Sequence(lambda n: f"Une heure {n}")
    text = "9 h – 9 h 05 : Accueil\n9 h 05 – 10 h : Échanges"


class EventPersonFactory(DjangoModelFactory):
    """A facilitator who said nothing of being named. Trait: `agreed`."""

    class Meta:
        model = EventPerson

    event = factory.SubFactory(WorkshopPageFactory)
    person = factory.SubFactory(PersonFactory)
    credentials = "Anime des tours de table depuis dix ans."

    class Params:
        agreed = factory.Trait(
            consent=factory.SubFactory(
                ConsentFactory,
                purpose=ConsentPurpose.NAMED,
                audience=Audience.WEB,
                person=factory.SelfAttribute("..person"),
            )
        )


class QuestionFormFactory(DjangoModelFactory):
    class Meta:
        model = QuestionForm

    name = factory.Sequence(lambda n: f"Questionnaire {n}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    form = factory.SubFactory(QuestionFormFactory)
    label = factory.Sequence(lambda n: f"Question {n}")
    sort_order = factory.Sequence(lambda n: n)
    field_type = "singleline"
    required = False
    purpose = "Pour préparer le tour de table."


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    registration = factory.SubFactory(RegistrationFactory)
    label = "Où en êtes-vous ?"
    text = "Au tout début."
    kept_days = AnswerKept.YEAR


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    registration = factory.SubFactory(RegistrationFactory)
    kind = NeedKind.DIET
    text = "Sans arachide"
    consent = factory.SubFactory(
        ConsentFactory, purpose=ConsentPurpose.NEEDS, person=factory.SelfAttribute("..registration.person")
    )


class DiagnosisItemFactory(DjangoModelFactory):
    class Meta:
        model = DiagnosisItem

    workshop = factory.SubFactory(WorkshopPageFactory)
    kind = DiagnosisKind.BRAKE
    text = factory.Sequence(lambda n: f"Le dernier car part à {n % 24} heures.")

    class Params:
        # Said by somebody who agrees to be named.
        quoted = factory.Trait(
            author=factory.SubFactory(PersonFactory),
            quote_consent=factory.SubFactory(
                ConsentFactory, purpose=ConsentPurpose.QUOTE, person=factory.SelfAttribute("..author")
            ),
        )


class ContactFactory(DjangoModelFactory):
    """An organisation's card. Traits: `participant` (a person, shown to nobody), `agreed` (a person, on the web)."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    workshop = factory.SubFactory(WorkshopPageFactory)
    organisation_name = factory.Sequence(lambda n: f"Régie de quartier {n}")
    what = "Prête des vélos et apprend à les réparer."

    class Params:
        participant = factory.Trait(person=factory.SubFactory(PersonFactory), role="Animatrice")
        agreed = factory.Trait(
            participant=True,
            consent=factory.SubFactory(
                ConsentFactory,
                purpose=ConsentPurpose.ADDRESS_BOOK,
                audience=Audience.WEB,
                person=factory.SelfAttribute("..person"),
            ),
        )

    @factory.post_generation
    def audiences(self: Contact, create: bool, extracted: None, **kwargs: Any) -> None:
        if create and self.consent and self.consent.audience:
            ContactAudience.objects.create(contact=self, audience=self.consent.audience)


class SeedFactory(DjangoModelFactory):
    class Meta:
        model = Seed

    workshop = factory.SubFactory(WorkshopPageFactory)
    title = factory.Sequence(lambda n: f"Graine {n}")
    slug = factory.LazyAttribute(lambda seed: french_slug(seed.title))
    kind = SeedKind.TOOL
    need = "Personne ne sait qui part, quand, ni d’où."
    description = "Un tableau de covoiturage au marché."
    sown_on = factory.LazyFunction(timezone.localdate)
