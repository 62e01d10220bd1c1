"""Volunteers come from registrations and workshops, and get tasks with dates (item 3, S3-12); the plan of an issue."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cms.registries import due_work, personal_data
from config.first_run.tree import House
from events.enums import WishKind
from events.models import Seed, Wish, WorkshopPage
from events.signals import wish_stored
from journal.enums import AssignmentState, VolunteerRole
from journal.errors import JournalError
from journal.forms.planning import WhoForm
from journal.links import ASSIGNMENT, token_for
from journal.models import Assignment, DraftLink, IssuePage, Slot, Volunteer
from journal.personal_data import TREATMENTS
from journal.services import (
    add_volunteer,
    answer_task,
    commission,
    drop_slot,
    ensure_rubrics,
    handle_lost_wishes,
    move_slot,
    plan_seed,
    plan_slot,
    propose_task,
    purge_drafts,
    remind_of_tasks,
    start_draft,
    stop_volunteering,
)
from people.enums import ConsentPurpose
from people.models import Consent, Person, User
from people.services import withdraw_consent
from tests.factories.events import RegistrationFactory, SeedFactory, SessionFactory
from tests.factories.journal import SlotFactory, VolunteerFactory
from tests.factories.people import ConsentFactory, PersonFactory

from .writing import mails, notice, words


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def nour(house: House) -> Person:
    person: Person = PersonFactory(given_name="Nour", family_name="Ferry", email="nour@valclair.example")
    return person


class TestWhoOffers:
    def a_wish(self, workshop: WorkshopPage, kind: WishKind, *, consents: bool = True) -> Wish:
        registration = RegistrationFactory(session=SessionFactory(event=workshop, open=True))
        consent = ConsentFactory(person=registration.person, purpose=ConsentPurpose.VOLUNTEER) if consents else None
        return Wish.objects.create(registration=registration, kind=kind, consent=consent)

    @pytest.mark.parametrize("kind", [WishKind.WRITE, WishKind.PHOTOGRAPH, WishKind.PROOFREAD, WishKind.DISTRIBUTE])
    def test_a_box_ticked_while_registering_makes_a_volunteer(self, workshop: WorkshopPage, kind: WishKind) -> None:
        wish = self.a_wish(workshop, kind)
        for _ in range(2):
            wish_stored.send_robust(sender=Wish, wish=wish)
        row = Volunteer.objects.get()
        assert (row.person, row.role, row.consent, row.workshop.pk) == (
            wish.registration.person,
            kind.value,
            wish.consent,
            workshop.pk,
        )

    def test_a_lost_signal_is_repaired_by_the_clock(self, workshop: WorkshopPage) -> None:
        self.a_wish(workshop, WishKind.WRITE)
        letter = self.a_wish(workshop, WishKind.LETTER)
        assert [handle_lost_wishes(timezone.now()) for _ in range(2)] == [1, 0]
        letter.refresh_from_db()
        assert letter.handled_at is None
        assert "souhaits de bénévoles à reprendre" in [work.name for work in due_work]

    def test_without_consent_nobody_is_kept(self, workshop: WorkshopPage) -> None:
        self.a_wish(workshop, WishKind.WRITE, consents=False)
        handle_lost_wishes(timezone.now())
        assert Volunteer.objects.count() == 0

    def test_an_editor_notes_an_offer_made_aloud_and_its_end(self, nour: Person, editor: User) -> None:
        for _ in range(2):
            row = add_volunteer(person=nour, role=VolunteerRole.WRITE, user=editor)
        assert (Volunteer.objects.offering().count(), row.consent.method) == (1, "spoken")
        stop_volunteering(person=nour)
        assert Volunteer.objects.offering().count() == 0
        add_volunteer(person=nour, role=VolunteerRole.WRITE, user=editor)
        assert Volunteer.objects.offering().count() == 1

    def test_a_consent_withdrawn_is_an_offer_withdrawn(self, nour: Person, editor: User) -> None:
        row = add_volunteer(person=nour, role=VolunteerRole.WRITE, user=editor)
        assert row.consent is not None
        withdraw_consent(consent=row.consent)
        assert list(WhoForm().fields["person"].queryset) == []

    def test_who_no_longer_wants_tasks_says_so_by_the_link_of_one(
        self, client: Client, issue: IssuePage, nour: Person, editor: User
    ) -> None:
        for role in (VolunteerRole.WRITE, VolunteerRole.DISTRIBUTE):
            add_volunteer(person=nour, role=role, user=editor)
        task = propose_task(issue=issue, person=nour, role=VolunteerRole.WRITE, due_on=in_days(9), user=None)
        url = f"/journal-participer/tache/{token_for(ASSIGNMENT, task.uuid)}/"
        assert "Ne plus me proposer de tâche" in words(BeautifulSoup(client.get(url).content, "html.parser").main)
        assert Volunteer.objects.offering().count() == 2
        for _ in range(2):
            assert notice(client, url, {"answer": "no-more"}) == (200, "C’est noté, et merci de votre aide.")
        assert (Volunteer.objects.offering().count(), Consent.objects.given().filter(person=nour).count()) == (0, 0)
        assert "Ne plus me proposer" not in words(BeautifulSoup(client.get(url).content, "html.parser").main)
        task.refresh_from_db()
        assert task.state == AssignmentState.ASKED


class TestTasks:
    def propose(self, issue: IssuePage, person: Person, days: int = 10) -> Assignment:
        return propose_task(
            issue=issue,
            person=person,
            role=VolunteerRole.DISTRIBUTE,
            due_on=in_days(days),
            user=None,
            note="Au marché.",
        )

    def test_a_task_is_proposed_by_mail_accepted_then_done(
        self, client: Client, issue: IssuePage, nour: Person
    ) -> None:
        task = self.propose(issue, nour)
        assert mails() == [("nour@valclair.example", "Le journal vous propose une tâche : distribuer")]
        url = f"/journal-participer/tache/{token_for(ASSIGNMENT, task.uuid)}/"
        page = BeautifulSoup(client.get(url).content, "html.parser")
        assert [button["value"] for button in page.select("main button")] == ["accepted", "declined"]
        assert "Au marché." in words(page.main)
        assert notice(client, url, {"answer": "accepted"}) == (200, "C’est entendu, merci !")
        assert notice(client, url, {"answer": "done"}) == (200, "C’est fait, merci !")
        assert notice(client, url, {"answer": "declined"})[0] == 409
        task.refresh_from_db()
        assert (task.state, task.done_at is not None) == (AssignmentState.DONE, True)

    def test_an_unknown_answer_changes_nothing(self, client: Client, issue: IssuePage, nour: Person) -> None:
        task = self.propose(issue, nour)
        client.post(f"/journal-participer/tache/{token_for(ASSIGNMENT, task.uuid)}/", {"answer": "peut-être"})
        task.refresh_from_db()
        assert task.state == AssignmentState.ASKED

    def test_a_task_is_for_a_day_to_come_and_given_once(self, issue: IssuePage, nour: Person) -> None:
        with pytest.raises(JournalError, match="date est passée"):
            self.propose(issue, nour, days=-1)
        task = self.propose(issue, nour)
        with pytest.raises(JournalError, match="déjà cette tâche"):
            self.propose(issue, nour)
        answer_task(assignment=task, state=AssignmentState.DECLINED)
        assert self.propose(issue, nour).pk != task.pk

    def test_three_days_before_a_word_is_written_once(self, issue: IssuePage, nour: Person) -> None:
        self.propose(issue, nour)
        done = self.propose(issue, PersonFactory(), days=9)
        answer_task(assignment=done, state=AssignmentState.DONE)
        now = timezone.now()
        counts = [remind_of_tasks(now + timedelta(days=days)) for days in (0, 6, 7, 8, 11)]
        assert (counts, mails()[-1]) == (
            [0, 0, 1, 0, 0],
            ("nour@valclair.example", "C’est bientôt : distribuer pour le journal"),
        )


class TestPlan:
    def test_an_idea_becomes_a_commission_then_a_draft_with_links(
        self, issue: IssuePage, nour: Person, editor: User
    ) -> None:
        rubric = ensure_rubrics()["Comprendre"]
        slot = plan_slot(issue=issue, rubric=rubric, title="Le dernier car", quota=3000, brief="Voir le chauffeur.")
        with pytest.raises(JournalError, match="encore une idée"):
            start_draft(slot=slot, user=editor)
        with pytest.raises(JournalError, match="qui écrira"):
            commission(slot=slot, due_on=in_days(20), writers=[], user=editor)
        commission(slot=slot, due_on=in_days(20), writers=[nour], user=editor)
        article = start_draft(slot=slot, user=editor)
        slot.refresh_from_db()
        assert (slot.article, article.live, article.rubric, article.title) == (article, False, rubric, "Le dernier car")
        assert DraftLink.objects.get().person == nour
        assert [subject for _to, subject in mails()] == [
            "Le journal vous propose une tâche : écrire",
            "Votre texte vous attend : Le dernier car",
        ]
        with pytest.raises(JournalError, match="déjà son article"):
            start_draft(slot=slot, user=editor)
        with pytest.raises(JournalError, match="a un article"):
            drop_slot(slot=slot)

    def test_a_seed_of_the_kind_article_takes_its_place_once(self, issue: IssuePage, workshop: WorkshopPage) -> None:
        seed: Seed = SeedFactory(workshop=workshop, title="Écrire ensemble", kind="article")
        rubric = ensure_rubrics()["Semer"]
        slot = plan_seed(issue=issue, seed=seed, rubric=rubric)
        assert (slot.title, slot.seed) == ("Écrire ensemble", seed)
        with pytest.raises(JournalError, match="déjà sa place"):
            plan_seed(issue=issue, seed=seed, rubric=rubric)

    def test_slots_move_up_and_down_and_stop_at_the_ends(self, issue: IssuePage) -> None:
        first, second, third = (SlotFactory(issue=issue, title=name, position=1) for name in "ABC")
        move_slot(slot=third, up=True)
        move_slot(slot=first, up=True)
        move_slot(slot=second, up=False)
        assert list(Slot.objects.values_list("title", "position")) == [("A", 1), ("C", 2), ("B", 3)]
        drop_slot(slot=second)
        assert Slot.objects.count() == 2


class TestPersonalData:
    def test_every_model_that_names_a_person_has_its_line_in_the_register(self) -> None:
        ours = {line.model.__name__ for line in personal_data if line.model._meta.app_label == "journal"}
        assert ours == {
            "Volunteer", "Assignment", "DraftLink", "DraftVersion",
            "Suggestion", "Remark", "CitedPassage", "CoSignature",
            "DropOffPoint", "Edition", "PostalSubscriber", "Round",
        }  # fmt: skip
        for line in TREATMENTS:
            assert set(line.fields) <= {field.name for field in line.model._meta.get_fields()}

    def test_everything_is_shown_then_erased(self, issue: IssuePage, nour: Person) -> None:
        VolunteerFactory(person=nour)
        propose_task(issue=issue, person=nour, role=VolunteerRole.WRITE, due_on=in_days(3), user=None)
        shown = {line.model.__name__: len(list(line.export(" NOUR@valclair.example"))) for line in TREATMENTS}
        assert {name for name, count in shown.items() if count} == {"Volunteer", "Assignment"}
        assert sum(line.erase("nour@valclair.example") for line in TREATMENTS) == 2
        assert [list(line.export("nour@valclair.example")) for line in TREATMENTS] == [[]] * len(TREATMENTS)
        assert [line.erase("pas une adresse") for line in TREATMENTS] == [0] * len(TREATMENTS)

    def test_what_is_past_its_time_goes(self, issue: IssuePage, nour: Person) -> None:
        propose_task(issue=issue, person=nour, role=VolunteerRole.WRITE, due_on=in_days(3), user=None)
        assert purge_drafts(timezone.now()) == 0
        with time_machine.travel(timezone.now() + timedelta(days=400)):
            assert [purge_drafts(timezone.now()) for _ in range(2)] == [1, 0]
