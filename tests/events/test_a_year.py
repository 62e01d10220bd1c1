"""A whole workshop with a moved clock, from ninety days before to the year after: each mail, each state, each page.

Nothing is sent by hand but what somebody really does; the clock of the house does the rest, every Monday and on the
days that matter. Days are counted from the workshop: -90 is three months before, 0 the day itself (S3-14 to S3-31).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.clock import tick
from events import services
from events.accompaniment import services as accompaniment
from events.enums import DiagnosisKind, Modality, PresenceSource, SeedKind
from events.enums_workshop import ItemState, StepState
from events.group_links import token_of
from events.models import (
    Accompaniment,
    ActionGroup,
    Contact,
    DiagnosisItem,
    Membership,
    Preparation,
    Registration,
    Restitution,
    Seed,
    Session,
    WorkshopPage,
)
from events.services import groups
from events.services.books import invite_to_book
from events.services.capturing import CardDraft, ItemDraft, capture, ensure_room, set_room
from events.services.confidences import notebook_of
from events.services.diagnosis import settle_items
from events.services.preparation import add_member, open_preparation, settle_step
from events.services.questionnaire import QuestionDraft, Respondent, answer, ensure_questionnaire, save_questionnaire
from events.services.restitution import catch_up, close_workshop, publish_restitution
from newsletter.enums import FollowKind, Rhythm
from outbox.models import Message
from people.enums import ConsentMethod
from people.models import User
from people.services import ask_voices, note_passage, note_voice
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.newsletter import FollowFactory, SubscriberFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 10)  # a Thursday
FIRST, LAST = -90, 440
# The clock comes by every Monday until the workshop is closed, then every eight weeks, and on the days that matter.
MONDAYS = [*range(-87, 15, 7), *range(39, LAST, 56)]
Seen = tuple[int, str, str]
MISSING = "404"
CONFIDED = "J’ai refusé un travail."


def at(offset: int, hour: int = 17) -> datetime:
    """That hour here, `offset` days from the workshop; at 17 h the link of the day before has left."""
    moment = datetime.combine(DAY + timedelta(days=offset), datetime.min.time())
    return timezone.make_aware(moment + timedelta(hours=hour))


@dataclass
class Year:
    """The workshop and those around it; what they do, by day; what was seen of it."""

    house: House
    editor: User
    mails: list[Seen] = field(default_factory=list)
    states: list[Seen] = field(default_factory=list)
    pages: list[Seen] = field(default_factory=list)
    people: dict[str, Registration] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    read: int = 0

    # -- before ---------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        self.workshop: WorkshopPage = WorkshopPageFactory(
            parent=self.house.agenda, title="Rentrer le soir", slug="rentrer", live=False, modality=Modality.HYBRID
        )
        self.session: Session = SessionFactory(
            event=self.workshop,
            starts_at=at(0, 9),
            ends_at=at(0, 16),
            open=True,
            join_url="https://visio.example/salle",
        )
        preparation = open_preparation(workshop=self.workshop, by=self.editor)
        for name in ("Ada", "Bob"):
            add_member(preparation=preparation, given_name=name, family_name="Équipe", email=address(name))

    def publish(self) -> None:
        self.workshop.save_revision().publish()

    def open_questionnaire(self) -> None:
        asked = ensure_questionnaire(self.workshop)
        drafts = [QuestionDraft(row.label, row.kind, row.pk) for row in asked.questions.order_by("position")]
        save_questionnaire(
            questionnaire=asked, introduction="", is_open=True, closes_on=DAY - timedelta(days=1), drafts=drafts
        )

    def answer_questionnaire(self) -> None:
        asked = ensure_questionnaire(self.workshop)
        first = asked.questions.order_by("position")[0]
        who = Respondent("Cléo", "Col", address("Cléo"), may_be_named=True)
        answer(questionnaire=asked, who=who, answers={first.pk: "Le dernier car."}, submission_key=uuid4())

    def register(self) -> None:
        for name in ("Cléo", "Dan", "Ève", "Farid"):
            self.people[name] = services.register(
                session=self.session,
                given_name=name,
                family_name="Col",
                email=address(name),
                submission_key=uuid4(),
                source="/inscriptions/",
            )
            if name != "Farid":
                services.confirm(registration=self.people[name])

    def confirm_late(self) -> None:
        services.confirm(registration=self.people["Farid"])

    def excuse(self) -> None:
        services.cancel(registration=self.people["Ève"])

    def finish_due_steps(self) -> None:
        for step in self.workshop.preparation.steps.open().filter(due_on__lte=timezone.localdate()).order_by("pk"):
            settle_step(step=step, state=StepState.DONE)

    # -- the day and after ----------------------------------------------------------------------------------------

    def hold(self) -> None:
        """In the morning, on telephones: two cards, two things said, two people at the door."""
        with time_machine.travel(at(0, 10), tick=False):
            self._capture()

    def _capture(self) -> None:
        room = ensure_room(self.workshop)
        set_room(room=room, is_open=True, reads_first=False)
        room.refresh_from_db()
        for name, kind, words in (
            ("Cléo", DiagnosisKind.LEVER, "Un minibus dort au garage."),
            ("Dan", DiagnosisKind.NEED, "Rentrer du cinéma."),
        ):
            card = CardDraft(uuid4(), name, "Col", words="Je viens en car.", may_be_named=True)
            capture(room=room, card=card, items=[ItemDraft(uuid4(), kind, words)])
        notes = [services.Note(self.people[name].uuid, timezone.now()) for name in ("Cléo", "Dan")]
        services.note_presences(session=self.session, notes=notes, source=PresenceSource.DOOR)

    def sow(self) -> None:
        settle_items(items=DiagnosisItem.objects.filter(workshop=self.workshop), state=ItemState.KEPT)
        self.seed = Seed.objects.create(
            workshop=self.workshop, title="Le minibus", slug="minibus", kind=SeedKind.TOOL, sown_on=timezone.localdate()
        )
        group = ActionGroup.objects.create(seed=self.seed, name="Les noctambules")
        self.lead = groups.start_group(group=group, lead=self.people["Cléo"].person)
        confided = notebook_of(event=self.workshop, by=self.editor)
        speaker = [self.people["Dan"].person]  # one only: his answer alone opens it
        self.passage = note_passage(exchange=confided, words=CONFIDED, by=self.editor, speakers=speaker)
        ask_voices(exchange=confided, by=self.editor)

    def give_back(self) -> None:
        said = Restitution(summary="Deux constats, une graine.")
        publish_restitution(workshop=self.workshop, restitution=said)
        invite_to_book(workshop=self.workshop)
        catch_up(workshop=self.workshop)

    def open_card(self) -> None:
        card = Contact.objects.get(workshop=self.workshop, person=self.people["Cléo"].person)
        self.card_url = reverse("events:card", args=[token_of("card", card)])
        typed = dict.fromkeys(("role", "what", "email", "phone", "address", "website"), "")
        Client().post(self.card_url, {**typed, "organisation_name": "Le Garage", "to_web": "on"})

    def open_words(self) -> None:
        note_voice(voice=self.passage.voices.get(), agrees=True, method=ConsentMethod.SPOKEN, by=self.editor)

    def close(self) -> None:
        close_workshop(workshop=self.workshop, by=self.editor)

    def follow(self) -> None:
        at_once = SubscriberFactory(email=address("Gaël"), rhythm=Rhythm.AT_ONCE)
        FollowFactory(subscriber=at_once, kind=FollowKind.SEED, seed=self.seed, confirmed_at=timezone.now())

    def ask_to_join(self) -> None:
        group = self.seed.group
        groups.ask_to_join(
            group=group, given_name="Dan", family_name="Col", email=address("Dan"), message="J’ai le permis."
        )
        groups.confirm_request(request=Membership.objects.asking().get())

    def welcome(self) -> None:
        groups.settle_request(by=self.lead, request=Membership.objects.asking().get(), accept=True)

    def tell(self) -> None:
        groups.tell_news(by=self.lead, text="Premier trajet vendredi.")

    def ask_accompaniment(self) -> None:
        asked = accompaniment.Asked(
            title="Un minibus à plusieurs",
            organisation_name="Le Garage",
            given_name="Cléo",
            family_name="Col",
            email=address("Cléo"),
            situation="Trois structures, un seul volant.",
            submission_key=uuid4(),
        )
        accompaniment.ask(asked)

    def accompany(self) -> None:
        until = timezone.localdate() + timedelta(days=60)
        accompaniment.accept(accompaniment=Accompaniment.objects.get(), facilitator=self.editor, until=until)

    def hand_over(self) -> None:
        accompaniment.hand_over(accompaniment=Accompaniment.objects.get(), by=self.editor)

    # -- what is seen ---------------------------------------------------------------------------------------------

    def look(self, offset: int, *, pages: bool) -> None:
        """Note the mails written since the last look, then the states, and if asked the pages, that changed."""
        together: dict[str, list[str]] = {}
        for message in Message.objects.select_related("content").order_by("pk")[self.read :]:
            subject = message.content.subject.replace("\u00a0", " ").replace("\u202f", " ")
            together.setdefault(subject, []).append(message.address.partition("@")[0])
            self.read += 1
        self.mails += [(offset, " ".join(people), subject) for subject, people in together.items()]
        self.states += [(offset, name, now) for name, now in self._changed(self.state())]
        if pages:
            answers = {path: Client().get(path) for path in self.paths()}
            codes = {path: str(answer.status_code) for path, answer in answers.items()}
            self.pages += [(offset, path, now) for path, now in self._changed(codes)]
            shown = any(CONFIDED in answer.content.decode() for answer in answers.values())
            assert shown == (offset >= 7), "sealed until Dan agreed and the workshop is given back"

    def _changed(self, values: dict[str, str]) -> list[tuple[str, str]]:
        before = {name: MISSING if name.startswith("/") else "" for name in values} | self.known
        changed = [(name, now) for name, now in values.items() if now != before[name]]
        self.known.update(values)
        return changed

    def state(self) -> dict[str, str]:
        preparation = Preparation.objects.filter(workshop__slug="rentrer").first()
        kept = Restitution.objects.filter(workshop__slug="rentrer").first()
        room = getattr(preparation and preparation.workshop, "room", None)
        seed = Seed.objects.filter(slug="minibus").first()
        card = Contact.objects.filter(person__given_name="Cléo").first()
        file = Accompaniment.objects.first()
        return {
            "étapes": f"{preparation.steps.open().count()} à faire" if preparation else "",
            "équipe": f"{preparation.team.count()} personnes" if preparation else "",
            "salle": ("ouverte" if room.is_open else "fermée") if room else "",
            "restitution": ("close" if kept.closed_at else "publiée") if kept and kept.published_at else "",
            "graine": seed.get_state_display() if seed else "",
            "fiche de Cléo": ("publique" if card.is_public else "cachée") if card else "",
            "accompagnement": file.get_state_display() if file else "",
        }

    def paths(self) -> list[str]:
        number = self.workshop.pk
        return [
            "/agenda/rentrer/",
            f"/rendez-vous/{number}/questionnaire/",
            f"/rendez-vous/{number}/etat-des-lieux/",
            f"/ateliers/{number}/restitution/",
            "/graines/minibus/",
            "/graines/minibus/rejoindre/",
        ]


def address(name: str) -> str:
    return f"{name.lower().replace('é', 'e').replace('è', 'e').replace('ë', 'e')}@valclair.example"


# What somebody does, on which day.
DEEDS: dict[int, tuple[Callable[[Year], Any], ...]] = {
    -90: (Year.prepare,),
    -60: (Year.finish_due_steps, Year.publish),
    -45: (Year.finish_due_steps, Year.open_questionnaire),
    -30: (Year.answer_questionnaire, Year.register),
    -29: (Year.finish_due_steps, Year.confirm_late),
    -5: (Year.finish_due_steps, Year.excuse),
    0: (Year.finish_due_steps, Year.hold, Year.sow),
    2: (Year.follow, Year.ask_to_join),
    3: (Year.welcome, Year.open_words),
    7: (Year.give_back, Year.finish_due_steps),
    8: (Year.open_card,),
    15: (Year.finish_due_steps, Year.close),
    20: (Year.tell,),
    30: (Year.ask_accompaniment,),
    31: (Year.accompany,),
    60: (Year.hand_over,),
}
# The reminder, the link of the day before, the thanks; the nudge, the sleep; the yearly question and its end.
WOKEN = [-3, -1, 1, 80, 110, 373, 374, 434]
DAYS = sorted({*DEEDS, *MONDAYS, *WOKEN, LAST})
# Somebody without any right reads every address.
READ = {FIRST, -60, -45, -5, 0, 3, 7, 15, LAST}


@pytest.fixture
def year(house: House) -> Iterator[Year]:
    with time_machine.travel(at(FIRST - 1), tick=False):
        yield Year(house, UserFactory(groups=["Animation"]))


def test_a_year(year: Year) -> None:
    for offset in DAYS:
        with time_machine.travel(at(offset), tick=False):
            for deed in DEEDS.get(offset, ()):
                deed(year)
            tick(timezone.now())
            year.look(offset, pages=offset in READ)
    assert year.mails == MAILS
    assert year.states == STATES
    assert year.pages == [(day, path.format(year.workshop.pk), status) for day, path, status in PAGES]


# Day, to whom, subject.
MAILS: list[Seen] = [
    (-90, "ada bob", "Préparer ensemble : Rentrer le soir"),
    (-90, "ada bob", "Préparation de Rentrer le soir"),
    (-87, "ada bob", "Préparation de Rentrer le soir : 2 étapes en retard"),
    (-80, "ada bob", "Préparation de Rentrer le soir : 2 étapes en retard"),
    (-73, "ada bob", "Préparation de Rentrer le soir : 4 étapes en retard"),
    (-66, "ada bob", "Préparation de Rentrer le soir : 5 étapes en retard"),
    (-59, "ada bob", "Préparation de Rentrer le soir"),
    (-52, "ada bob", "Préparation de Rentrer le soir : 1 étape en retard"),
    (-38, "ada bob", "Préparation de Rentrer le soir"),
    (-31, "ada bob", "Préparation de Rentrer le soir"),
    (-30, "cleo", "Merci de votre réponse : Rentrer le soir"),
    (-30, "cleo dan eve farid", "À confirmer : votre inscription, Rentrer le soir"),
    (-30, "cleo dan eve", "C’est confirmé : Rentrer le soir"),
    (-29, "farid", "C’est confirmé : Rentrer le soir"),
    (-24, "ada bob", "Préparation de Rentrer le soir"),
    (-17, "ada bob", "Préparation de Rentrer le soir : 1 étape en retard"),
    (-10, "ada bob", "Préparation de Rentrer le soir : 2 étapes en retard"),
    (-5, "eve", "Inscription annulée : Rentrer le soir"),
    (-3, "cleo dan farid", "Bientôt : Rentrer le soir, le jeudi 10 juin 2027"),
    (-3, "ada bob", "Préparation de Rentrer le soir"),
    (-1, "cleo dan farid", "Votre lien pour le jeudi 10 juin 2027 : Rentrer le soir"),
    (0, "cleo", "Votre lien vers le groupe « Les noctambules »"),
    (0, "dan", "D’accord pour rendre publics ces mots ?"),
    (1, "cleo dan", "Merci, et la suite : Rentrer le soir"),
    (2, "dan", "Rejoindre « Les noctambules » : confirmez votre demande"),
    (2, "cleo", "Dan Col voudrait rejoindre « Les noctambules »"),
    (3, "dan", "Votre lien vers le groupe « Les noctambules »"),
    (4, "ada bob", "Préparation de Rentrer le soir"),
    (7, "cleo dan", "Votre fiche dans le carnet d’adresses de l’atelier"),
    (7, "eve farid", "Ce que l’atelier « Rentrer le soir » a produit"),
    (11, "ada bob", "Préparation de Rentrer le soir"),
    (20, "gael", "Le minibus"),
    (30, "cleo", "Votre demande d’accompagnement est arrivée"),
    (30, "bonjour", "Demande d’accompagnement : Un minibus à plusieurs"),
    (31, "cleo", "Votre accompagnement commence : Un minibus à plusieurs"),
    (60, "cleo", "Le projet est à vous : Un minibus à plusieurs"),
    (80, "cleo dan", "Où en est « Le minibus » ?"),
    (110, "cleo dan", "« Le minibus » est en dormance"),
    (151, "gael", "Le minibus"),
    (263, "cleo", "Que devient « Un minibus à plusieurs » ?"),
    (373, "cleo", "Votre fiche au carnet d’adresses est-elle toujours juste ?"),
    (431, "cleo", "Que devient « Un minibus à plusieurs » ?"),
]
# Day, what changed, what it is now.
STATES: list[Seen] = [
    (-90, "étapes", "16 à faire"),
    (-90, "équipe", "2 personnes"),
    (-60, "étapes", "10 à faire"),
    (-45, "étapes", "8 à faire"),
    (-29, "étapes", "7 à faire"),
    (-5, "étapes", "4 à faire"),
    (0, "étapes", "2 à faire"),
    (0, "salle", "ouverte"),
    (0, "graine", "semée"),
    (2, "salle", "fermée"),
    (7, "étapes", "1 à faire"),
    (7, "restitution", "publiée"),
    (7, "fiche de Cléo", "cachée"),
    (8, "fiche de Cléo", "publique"),
    (15, "étapes", "0 à faire"),
    (15, "restitution", "close"),
    (30, "accompagnement", "demandé"),
    (31, "accompagnement", "en cours"),
    (60, "accompagnement", "passé au groupe"),
    (110, "graine", "en dormance"),
    (373, "équipe", "0 personnes"),
    (434, "fiche de Cléo", "cachée"),
]
# Day, address, status: nothing is there before, and all of it stays.
PAGES: list[Seen] = [
    (-60, "/agenda/rentrer/", "200"),
    (-45, "/rendez-vous/{}/questionnaire/", "200"),
    (0, "/rendez-vous/{}/etat-des-lieux/", "200"),
    (0, "/graines/minibus/", "200"),
    (0, "/graines/minibus/rejoindre/", "200"),
    (7, "/ateliers/{}/restitution/", "200"),
]
