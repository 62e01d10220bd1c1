"""A letter that leaves at its hour, or says what stopped it (sending.md section 9 and 18.6; letters.md 46 to 48)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.registries import due_work
from events.enums import SessionState
from events.models import Session
from newsletter.enums import FaultKind
from newsletter.errors import LetterNotReady, NewsletterError
from newsletter.fingerprints import fingerprint_of
from newsletter.forms import ScheduleForm
from newsletter.models import Dispatch, LetterPage, Schedule
from newsletter.services import schedule_letter, send_due_letters, send_letter, unschedule_letter
from outbox.enums import MailingState
from outbox.models import Mailing, Message
from outbox.services import pause_mailing, release_mailing
from people.models import User
from tests.factories.events import SessionFactory, WorkshopPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def editor(house: House) -> User:
    made: User = UserFactory(groups=["Rédaction"])
    return made


@pytest.fixture
def invitation(house: House) -> LetterPage:
    """A letter to one subscriber that invites to a workshop in thirty days."""
    SubscriberFactory()
    page = WorkshopPageFactory(parent=house.agenda, title="Mobilité")
    SessionFactory(event=page, open=True)
    teasers = [{"page": page, "title": "", "summary": ""}]
    body = [("workshops", {"title": "À l’agenda", "introduction": "", "pictures": "none", "teasers": teasers})]
    made = LetterPageFactory(parent=house.letters, title="L’invitation", body=body)
    found: LetterPage = LetterPage.objects.get(pk=made.pk)
    return found


def scheduled(letter: LetterPage, by: User | None = None, *, after: timedelta = HOUR) -> Schedule:
    return schedule_letter(letter=letter, leaves_at=timezone.now() + after, decided_by=by, seen=fingerprint_of(letter))


class TestTheHour:
    def test_nothing_leaves_before_and_everything_leaves_then_once(self, invitation: LetterPage, editor: User) -> None:
        at = scheduled(invitation, editor).leaves_at
        assert (send_due_letters(at - timedelta(seconds=1)), Mailing.objects.count()) == (0, 0)
        assert [send_due_letters(at), send_due_letters(at)] == [1, 0]
        dispatch = Dispatch.objects.get()
        assert (dispatch.letter_id, dispatch.decided_by) == (invitation.pk, editor)
        assert (dispatch.mailing.state, Message.objects.count()) == (MailingState.RUNNING, 1)

    def test_the_clock_knows_this_chore(self) -> None:
        assert [work.run for work in due_work if work.name == "infolettres programmées"] == [send_due_letters]

    def test_the_audience_is_the_one_of_the_departure(self, invitation: LetterPage) -> None:
        at = scheduled(invitation).leaves_at
        SubscriberFactory()
        send_due_letters(at)
        assert Mailing.objects.get().audience == 2

    def test_a_new_hour_replaces_the_former(self, invitation: LetterPage) -> None:
        scheduled(invitation)
        later = scheduled(invitation, after=2 * HOUR)
        assert Schedule.objects.get().leaves_at == later.leaves_at

    def test_given_up_it_stays(self, invitation: LetterPage) -> None:
        at = scheduled(invitation).leaves_at
        assert [unschedule_letter(letter=invitation, decided_by=None) for _ in range(2)] == [True, False]
        assert send_due_letters(at) == 0

    def test_an_hour_that_is_past_is_refused(self, invitation: LetterPage) -> None:
        with pytest.raises(NewsletterError, match="déjà passée"):
            scheduled(invitation, after=-HOUR)

    def test_a_letter_that_left_is_not_scheduled(self, invitation: LetterPage) -> None:
        send_letter(letter=invitation, decided_by=None)
        with pytest.raises(NewsletterError, match="déjà partie"):
            scheduled(invitation)

    def test_what_would_be_over_by_then_is_refused_now(self, invitation: LetterPage) -> None:
        with pytest.raises(LetterNotReady) as refusal:
            scheduled(invitation, after=timedelta(days=40))
        assert [fault.kind for fault in refusal.value.faults] == [FaultKind.PAST_EVENT]


class TestStopped:
    def stop(self, letter: LetterPage, editor: User, *, late: timedelta = timedelta(0)) -> list[FaultKind]:
        schedule = Schedule.objects.get()
        assert send_due_letters(schedule.leaves_at + late) == 0
        assert (Dispatch.objects.count(), Mailing.objects.count()) == (0, 0)
        schedule.refresh_from_db()
        return [FaultKind(fault["kind"]) for fault in schedule.faults]

    def test_a_workshop_cancelled_meanwhile_stops_it_and_the_editor_is_told(
        self, invitation: LetterPage, editor: User
    ) -> None:
        scheduled(invitation, editor)
        Session.objects.update(state=SessionState.CANCELLED)
        assert self.stop(invitation, editor) == [FaultKind.CANCELLED_EVENT]
        message = Message.objects.select_related("content").get()
        assert message.address == editor.email
        assert message.content.subject == "L’infolettre n’est pas partie\u00a0: L’invitation"
        for body in (message.content.text, message.content.html):
            assert "Un rendez-vous annoncé est annulé. Mobilité" in body
            assert f"http://testserver/admin/infolettre/{invitation.pk}/envoi/" in body

    def test_it_stays_stopped_and_is_told_once(self, invitation: LetterPage, editor: User) -> None:
        at = scheduled(invitation, editor).leaves_at
        Session.objects.update(state=SessionState.CANCELLED)
        self.stop(invitation, editor)
        Session.objects.update(state=SessionState.OPEN)
        assert (send_due_letters(at + timedelta(minutes=5)), Message.objects.count()) == (0, 1)

    def test_scheduled_again_it_leaves(self, invitation: LetterPage, editor: User) -> None:
        scheduled(invitation, editor)
        Session.objects.update(state=SessionState.CANCELLED)
        self.stop(invitation, editor)
        Session.objects.update(state=SessionState.OPEN)
        again = scheduled(invitation, editor, after=2 * HOUR)
        assert send_due_letters(again.leaves_at) == 1

    def test_words_published_again_stop_it(self, invitation: LetterPage, editor: User) -> None:
        """The hash pins what was approved: an automatic save may overwrite a revision."""
        scheduled(invitation, editor)
        invitation.summary = "Une phrase que personne n’a relue."
        invitation.save_revision().publish()
        assert self.stop(invitation, editor) == [FaultKind.REPUBLISHED]

    def test_a_clock_that_comes_back_long_after_sends_nothing(self, invitation: LetterPage, editor: User) -> None:
        """sending.md section 10: a restored database does not send by itself."""
        scheduled(invitation, editor)
        assert self.stop(invitation, editor, late=timedelta(hours=3, seconds=1)) == [FaultKind.TOO_LATE]

    def test_without_somebody_who_decided_the_association_is_told(self, invitation: LetterPage, editor: User) -> None:
        scheduled(invitation)
        Session.objects.update(state=SessionState.CANCELLED)
        self.stop(invitation, editor)
        assert Message.objects.get().address == "bonjour@valclair.example"

    def test_the_history_of_the_page_tells_it(self, invitation: LetterPage, editor: User) -> None:
        scheduled(invitation, editor)
        Session.objects.update(state=SessionState.CANCELLED)
        self.stop(invitation, editor)
        actions = PageLogEntry.objects.filter(action__startswith="newsletter.").order_by("pk")
        assert list(actions.values_list("action", flat=True)) == ["newsletter.schedule", "newsletter.stop"]


class TestLocalTime:
    """Europe/Paris, where an hour is missing in March and another comes twice in October."""

    def read(self, day: str, hour: str) -> ScheduleForm:
        form = ScheduleForm({"leaves_at_0": day, "leaves_at_1": hour})
        form.is_valid()
        return form

    @pytest.mark.parametrize(
        ("day", "hour", "expected"),
        [
            ("2027-03-27", "09:30", datetime(2027, 3, 27, 8, 30, tzinfo=UTC)),
            ("2027-03-28", "09:30", datetime(2027, 3, 28, 7, 30, tzinfo=UTC)),
            ("2027-03-28", "01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
            ("2027-03-28", "03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
            ("2027-10-31", "09:30", datetime(2027, 10, 31, 8, 30, tzinfo=UTC)),
        ],
    )
    def test_an_hour_typed_is_an_hour_here(self, day: str, hour: str, expected: datetime) -> None:
        assert self.read(day, hour).cleaned_data["leaves_at"] == expected

    @pytest.mark.parametrize(
        ("day", "hour", "words"),
        [
            ("2027-03-28", "02:30", "n’existe pas ce jour-là"),
            ("2027-10-31", "02:30", "existe deux fois ce jour-là"),
            ("2027-02-30", "09:30", "Ce jour n’existe pas."),
            ("2027-03-01", "25:00", "Cette heure n’existe pas."),
            ("", "", "Choisissez le jour et l’heure du départ."),
            ("2027-03-01", "", "Choisissez le jour et l’heure du départ."),
        ],
    )
    def test_an_hour_that_is_not_one_is_refused_in_words(self, day: str, hour: str, words: str) -> None:
        assert words in " ".join(self.read(day, hour).errors["leaves_at"])

    def test_the_screen_says_back_the_hour_that_was_typed_on_both_sides_of_summer(
        self, client: Client, invitation: LetterPage, editor: User
    ) -> None:
        client.force_login(editor)
        Session.objects.update(starts_at=datetime(2027, 6, 1, tzinfo=UTC), ends_at=datetime(2027, 6, 2, tzinfo=UTC))
        for day, said in (("2027-03-27", "samedi 27 mars 2027"), ("2027-03-28", "dimanche 28 mars 2027")):
            posted = {"leaves_at_0": day, "leaves_at_1": "09:30", "fingerprint": fingerprint_of(invitation)}
            client.post(reverse("newsletter_admin:schedule", args=[invitation.pk]), posted)
            page = client.get(reverse("newsletter_admin:send", args=[invitation.pk])).content.decode()
            assert f"{said} à 9\u00a0h\u00a030" in page

    def test_it_leaves_at_nine_thirty_here_the_day_of_the_change(self, invitation: LetterPage) -> None:
        with time_machine.travel(datetime(2027, 3, 27, 12, tzinfo=UTC), tick=False):
            Session.objects.update(starts_at=datetime(2027, 6, 1, tzinfo=UTC), ends_at=datetime(2027, 6, 2, tzinfo=UTC))
            at = self.read("2027-03-28", "09:30").cleaned_data["leaves_at"]
            schedule_letter(letter=invitation, leaves_at=at, decided_by=None, seen=fingerprint_of(invitation))
        assert send_due_letters(datetime(2027, 3, 28, 7, 29, tzinfo=UTC)) == 0
        assert send_due_letters(datetime(2027, 3, 28, 7, 30, tzinfo=UTC)) == 1


class TestFrozen:
    def test_a_pause_changes_no_word_of_what_leaves_next(self, invitation: LetterPage) -> None:
        """sending.md S2, letters.md 48."""
        SubscriberFactory()
        mailing = send_letter(letter=invitation, decided_by=None).mailing
        before = list(Message.objects.order_by("pk").values_list("content__digest", "content__html"))
        pause_mailing(mailing=mailing)
        invitation.title = "Changée pendant la pause"
        invitation.save_revision().publish()
        release_mailing(mailing=mailing)
        assert list(Message.objects.order_by("pk").values_list("content__digest", "content__html")) == before
        assert "Changée" not in before[0][1]


class TestScreens:
    @pytest.fixture
    def desk(self, client: Client, editor: User) -> Client:
        client.force_login(editor)
        return client

    def post(self, desk: Client, letter: LetterPage, **fields: Any) -> Any:
        return desk.post(reverse("newsletter_admin:schedule", args=[letter.pk]), fields)

    def test_an_editor_chooses_an_hour_then_gives_it_up(self, desk: Client, invitation: LetterPage) -> None:
        day = (timezone.localdate() + timedelta(days=3)).isoformat()
        fields = {"leaves_at_0": day, "leaves_at_1": "18:00", "fingerprint": fingerprint_of(invitation)}
        assert self.post(desk, invitation, **fields).status_code == 302
        page = desk.get(reverse("newsletter_admin:send", args=[invitation.pk])).content.decode()
        assert "La lettre partira le" in page
        assert "à 18\u00a0h" in page
        self.post(desk, invitation, order="unschedule")
        assert Schedule.objects.count() == 0

    def test_what_was_typed_is_kept_when_it_is_refused(self, desk: Client, invitation: LetterPage) -> None:
        fields = {"leaves_at_0": "2020-01-01", "leaves_at_1": "18:00", "fingerprint": fingerprint_of(invitation)}
        response = self.post(desk, invitation, **fields)
        assert response.status_code == 409
        page = response.content.decode()
        assert "Cette heure est déjà passée" in page
        assert 'value="2020-01-01"' in page

    def test_a_form_without_hour_is_refused_in_words(self, desk: Client, invitation: LetterPage) -> None:
        response = self.post(desk, invitation)
        assert response.status_code == 422
        assert "Choisissez le jour et l’heure du départ." in response.content.decode()

    def test_the_screen_says_what_stopped_it(self, desk: Client, invitation: LetterPage, editor: User) -> None:
        at = scheduled(invitation, editor).leaves_at
        Session.objects.update(state=SessionState.CANCELLED)
        send_due_letters(at)
        page = desk.get(reverse("newsletter_admin:send", args=[invitation.pk])).content.decode()
        assert "Elle a été arrêtée" in page
        assert "Un rendez-vous annoncé est annulé." in page

    def test_who_may_not_publish_schedules_nothing(self, client: Client, invitation: LetterPage) -> None:
        client.force_login(UserFactory(groups=["Animation"]))
        self.post(client, invitation, leaves_at_0="2030-01-01", leaves_at_1="18:00")
        assert Schedule.objects.count() == 0
