"""The departure of a letter and its screens (issue item 9; law.md C-01; sending.md S1, S12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, PageViewRestriction

from newsletter.enums import FaultKind, SubscriberState
from newsletter.errors import LetterNotReady
from newsletter.fingerprints import fingerprint_of
from newsletter.models import Dispatch, LetterPage, Subscriber
from newsletter.preflight import faults_of
from newsletter.services import send_letter
from outbox.enums import MailingState, MessageState
from outbox.models import Mailing, Message
from people.models import User
from tests.factories.home import NewsPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def screen(letter: LetterPage, name: str = "send") -> str:
    return reverse(f"newsletter_admin:{name}", args=[letter.pk])


@pytest.fixture
def editor(house: House) -> User:
    """Someone who may publish."""
    made: User = UserFactory(groups=["Rédaction"])
    return made


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


class TestDeparture:
    def test_only_confirmed_subscribers_are_written_to(self, letter: LetterPage) -> None:
        """law.md C-01."""
        confirmed = SubscriberFactory()
        SubscriberFactory(state=SubscriberState.PENDING)
        SubscriberFactory(state=SubscriberState.LEFT)
        send_letter(letter=letter, decided_by=None)
        assert list(Message.objects.values_list("address", "permit")) == [(confirmed.email, confirmed.permit_id)]

    def test_the_mailing_runs_with_its_audience_frozen(self, letter: LetterPage, editor: User) -> None:
        SubscriberFactory.create_batch(3)
        dispatch = send_letter(letter=letter, decided_by=editor)
        mailing = Mailing.objects.get()
        assert (mailing.state, mailing.audience, mailing.purpose) == (MailingState.RUNNING, 3, "letter")
        assert mailing.reference == f"letter:{letter.pk}"
        assert (dispatch.mailing, dispatch.decided_by, dispatch.root_url) == (mailing, editor, "http://testserver")

    def test_the_history_of_the_page_remembers_who_sent_it_once(self, letter: LetterPage, editor: User) -> None:
        SubscriberFactory()
        for _ in range(2):
            send_letter(letter=letter, decided_by=editor)
        entries = PageLogEntry.objects.filter(action="newsletter.send").values_list("page", "user", "data")
        assert list(entries) == [(letter.pk, editor.pk, {"audience": 1})]

    def test_sending_twice_makes_one_mailing(self, letter: LetterPage) -> None:
        SubscriberFactory()
        assert send_letter(letter=letter, decided_by=None) == send_letter(letter=letter, decided_by=None)
        assert (Mailing.objects.count(), Message.objects.count()) == (1, 1)

    def test_who_subscribes_after_the_departure_is_not_added(self, letter: LetterPage) -> None:
        SubscriberFactory()
        send_letter(letter=letter, decided_by=None)
        SubscriberFactory()
        send_letter(letter=letter, decided_by=None)
        assert Message.objects.count() == 1


class TestFaults:
    @pytest.fixture(autouse=True)
    def _someone_to_write_to(self, house: House) -> None:
        SubscriberFactory()

    def kinds(self, letter: LetterPage) -> list[FaultKind]:
        return [fault.kind for fault in faults_of(LetterPage.objects.get(pk=letter.pk))]

    def test_a_sound_letter_has_none(self, house: House) -> None:
        news = NewsPageFactory(parent=house.news)
        letter = LetterPageFactory(parent=house.letters, body=letter_body(text="<p>x</p>", rubrics=[("N", [news])]))
        assert self.kinds(letter) == []

    def test_a_draft(self, letter: LetterPage) -> None:
        letter.unpublish()
        assert FaultKind.NOT_PUBLISHED in self.kinds(letter)

    def test_changes_nobody_published(self, letter: LetterPage) -> None:
        letter.title = "Autre"
        letter.save_revision()
        assert self.kinds(letter) == [FaultKind.UNPUBLISHED_CHANGES]

    def test_an_empty_letter(self, house: House) -> None:
        assert self.kinds(LetterPageFactory(parent=house.letters, body=[])) == [FaultKind.EMPTY]

    def test_a_private_letter(self, letter: LetterPage) -> None:
        PageViewRestriction.objects.create(page=letter, restriction_type=PageViewRestriction.LOGIN)
        assert self.kinds(letter) == [FaultKind.PRIVATE_LETTER]

    @pytest.mark.parametrize("place", ["rubric", "text", "button"])
    def test_a_page_in_draft_wherever_it_is_named(self, house: House, place: str) -> None:
        news = NewsPageFactory(parent=house.news, live=False)
        bodies: dict[str, Any] = {
            "rubric": letter_body(text="<p>x</p>", rubrics=[("N", [news])]),
            "text": letter_body(text=f'<p><a linktype="page" id="{news.pk}">x</a></p>'),
            "button": letter_body(text="<p>x</p>", button=("Voir", news)),
        }
        letter = LetterPageFactory(parent=house.letters, body=bodies[place])
        (fault,) = faults_of(LetterPage.objects.get(pk=letter.pk))
        assert (fault.kind, fault.title, fault.page_id) == (FaultKind.DRAFT_PAGE, news.title, news.pk)

    def test_a_private_page(self, house: House) -> None:
        news = NewsPageFactory(parent=house.news)
        PageViewRestriction.objects.create(page=house.news, restriction_type=PageViewRestriction.LOGIN)
        letter = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [news])]))
        assert self.kinds(letter) == [FaultKind.PRIVATE_PAGE]

    @pytest.mark.parametrize("place", ["rubric", "text"])
    def test_a_page_deleted_since(self, house: House, place: str) -> None:
        news = NewsPageFactory(parent=house.news)
        bodies: dict[str, Any] = {
            "rubric": letter_body(text="<p>x</p>", rubrics=[("N", [news])]),
            "text": letter_body(text=f'<p><a linktype="page" id="{news.pk}">x</a></p>'),
        }
        letter = LetterPageFactory(parent=house.letters, body=bodies[place])
        news.delete()
        assert self.kinds(letter) == [FaultKind.MISSING_PAGE]

    def test_a_letter_for_nobody(self, letter: LetterPage) -> None:
        Subscriber.objects.all().delete()
        assert self.kinds(letter) == [FaultKind.NOBODY]

    def test_a_letter_published_again_since_the_screen_was_opened(self, letter: LetterPage) -> None:
        letter.save_revision().publish()
        seen = fingerprint_of(LetterPage.objects.get(pk=letter.pk))
        letter.title = "Corrigée"
        letter.save_revision().publish()
        with pytest.raises(LetterNotReady) as refusal:
            send_letter(letter=letter, decided_by=None, seen=seen)
        assert [fault.kind for fault in refusal.value.faults] == [FaultKind.REPUBLISHED]

    def test_nothing_is_written_when_a_letter_is_refused(self, letter: LetterPage) -> None:
        letter.unpublish()
        with pytest.raises(LetterNotReady):
            send_letter(letter=letter, decided_by=None)
        assert (Mailing.objects.count(), Dispatch.objects.count(), Message.objects.count()) == (0, 0, 0)


class TestScreens:
    def test_the_audience_is_counted_before_the_click_with_who_is_left_out(
        self, desk: Client, letter: LetterPage
    ) -> None:
        SubscriberFactory.create_batch(2)
        SubscriberFactory(state=SubscriberState.PENDING)
        SubscriberFactory(state=SubscriberState.LEFT)
        page = desk.get(screen(letter)).content.decode()
        assert "<strong>2 personnes</strong> sur 4 adresses connues. Ne la recevront pas :" in page
        assert "1 qui n’a pas confirmé son adresse" in page
        assert "1 qui ne la souhaite plus (demande transmise à l’équipe)" in page
        assert "Envoyer à 2 personnes" in page

    def test_looking_sends_nothing(self, desk: Client, letter: LetterPage) -> None:
        SubscriberFactory()
        for _ in range(3):
            assert desk.get(screen(letter)).status_code == 200
        assert (Mailing.objects.count(), Message.objects.count()) == (0, 0)

    @pytest.mark.parametrize("name", ["test", "order"])
    def test_what_acts_refuses_to_be_looked_at(self, desk: Client, letter: LetterPage, name: str) -> None:
        assert desk.get(screen(letter, name)).status_code == 405

    def test_a_double_click_makes_one_mailing_and_shows_the_same_page(self, desk: Client, letter: LetterPage) -> None:
        SubscriberFactory()
        for _ in range(2):
            response = desk.post(screen(letter), {"fingerprint": fingerprint_of(letter)})
            assert (response.status_code, response["Location"]) == (302, screen(letter))
        assert Mailing.objects.count() == 1

    def test_what_stops_a_letter_is_said_and_the_button_is_not_there(self, desk: Client, house: House) -> None:
        letter = LetterPageFactory(parent=house.letters, body=[])
        page = desk.get(screen(letter)).content.decode()
        assert "La lettre est vide." in page
        assert "Personne n’est encore abonné à l’infolettre." in page
        assert "Envoyer à" not in page
        response = desk.post(screen(letter), {"fingerprint": ""})
        assert response.status_code == 409
        assert "La lettre est vide." in response.content.decode()

    @pytest.mark.parametrize("fingerprint", ["", "abc", "9" * 64, "\x00"])
    def test_a_forged_fingerprint_is_refused_in_words(self, desk: Client, letter: LetterPage, fingerprint: str) -> None:
        SubscriberFactory()
        response = desk.post(screen(letter), {"fingerprint": fingerprint})
        assert response.status_code == 409
        assert "a changé depuis qu’elle a été relue" in response.content.decode()

    def test_the_equation_is_written_out(self, desk: Client, letter: LetterPage) -> None:
        SubscriberFactory.create_batch(3)
        dispatch = send_letter(letter=letter, decided_by=None)
        first = dispatch.mailing.messages.order_by("pk").first()
        assert first is not None
        Message.objects.filter(pk=first.pk).update(state=MessageState.ACCEPTED, settled_at=timezone.now())
        page = desk.get(screen(letter)).content.decode()
        assert "<strong>1 + 0 + 0 + 0 + 2 = 3 destinataires</strong>" in page

    def test_pausing_resuming_and_stopping(self, desk: Client, letter: LetterPage) -> None:
        SubscriberFactory()
        dispatch = send_letter(letter=letter, decided_by=None)
        states = []
        for order in ("pause", "resume", "cancel", "resume"):
            assert desk.post(screen(letter, "order"), {"order": order}).status_code == 302
            states.append(Mailing.objects.get(pk=dispatch.mailing_id).state)
        assert states == [MailingState.PAUSED, MailingState.RUNNING, MailingState.CANCELLED, MailingState.CANCELLED]
        assert "Cet envoi est terminé" in desk.get(screen(letter)).content.decode()

    @pytest.mark.parametrize("order", ["", "explode"])
    def test_an_unknown_order_changes_nothing(self, desk: Client, letter: LetterPage, order: str) -> None:
        response = desk.post(screen(letter, "order"), {"order": order}, follow=True)
        assert "Il n’y a rien à commander ici." in response.content.decode()

    def test_a_test_goes_to_the_editor_only_with_the_draft_and_removes_nobody(
        self, desk: Client, editor: User, letter: LetterPage
    ) -> None:
        subscriber = SubscriberFactory()
        letter.title = "Le brouillon"
        letter.save_revision()
        key = "0b0a8f0e-6f0f-4b53-8a0f-1c1d1e1f2021"
        for _ in range(2):
            assert desk.post(screen(letter, "test"), {"submission_key": key}).status_code == 302
        message = Message.objects.select_related("content").get()
        assert (message.address, message.content.subject) == (editor.email, "[Essai] Le brouillon")
        assert "%%" not in message.content.html + message.content.text
        link = message.content.text.partition("Ne plus la recevoir\u00a0: http://testserver")[2].split()[0]
        assert desk.post(link).status_code == 200
        assert [row.pk for row in type(subscriber).objects.confirmed()] == [subscriber.pk]

    def test_the_letter_leads_to_its_sending(self, desk: Client, letter: LetterPage) -> None:
        page = desk.get(reverse("wagtailadmin_pages:edit", args=[letter.pk]))
        assert page.status_code == 200
        assert screen(letter) in page.content.decode()
        assert desk.get(reverse("wagtailadmin_pages:add", args=["newsletter", "letterpage", 9999])).status_code == 404
        parent = letter.get_parent().pk
        assert desk.get(reverse("wagtailadmin_pages:add", args=["newsletter", "letterpage", parent])).status_code == 200

    def test_an_unknown_letter_is_an_unknown_page(self, desk: Client, house: House) -> None:
        assert desk.get("/admin/infolettre/999999/envoi/").status_code == 404
        assert desk.get(f"/admin/infolettre/{house.news.pk}/envoi/").status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("name", ["send", "test", "order"])
    def test_a_facilitator_neither_sends_nor_stops(self, client: Client, letter: LetterPage, name: str) -> None:
        SubscriberFactory()
        client.force_login(UserFactory(groups=["Animation"]))
        response = client.post(screen(letter, name), {"order": "cancel", "fingerprint": ""})
        assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert (Mailing.objects.count(), Message.objects.count()) == (0, 0)

    @pytest.mark.parametrize("name", ["send", "test", "order"])
    def test_a_visitor_is_asked_to_sign_in(self, client: Client, letter: LetterPage, name: str) -> None:
        response = client.post(screen(letter, name))
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


class TestWhatWasSentStays:
    @pytest.fixture
    def sent(self, letter: LetterPage) -> LetterPage:
        SubscriberFactory()
        make_sent_letter(letter, sent_at=timezone.now() - timedelta(days=3))
        return letter

    @pytest.fixture
    def admin(self, client: Client, house: House) -> Client:
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        return client

    def test_the_demo_s_sent_letters_have_nothing_left_to_send(self, sent: LetterPage) -> None:
        counts = sent.dispatch.mailing.counts()
        assert (counts.accepted, counts.waiting, counts.audience, counts.balanced) == (1, 0, 1, True)
        assert sent.dispatch.mailing.state == MailingState.DONE

    def test_a_sent_letter_is_not_deleted(self, admin: Client, sent: LetterPage) -> None:
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[sent.pk]), follow=True)
        assert "est partie par courriel" in response.content.decode()
        assert LetterPage.objects.filter(pk=sent.pk).exists()

    def test_nor_is_the_page_above_it(self, admin: Client, sent: LetterPage, house: House) -> None:
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[house.letters.pk]), follow=True)
        assert "est partie par courriel" in response.content.decode()
        assert LetterPage.objects.filter(pk=sent.pk).exists()

    def test_nor_among_others(self, admin: Client, sent: LetterPage) -> None:
        path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        response = admin.post(f"{path}?id={sent.pk}", follow=True)
        assert "est partie par courriel" in response.content.decode()
        assert LetterPage.objects.filter(pk=sent.pk).exists()

    def test_a_draft_may_be_deleted(self, admin: Client, letter: LetterPage) -> None:
        admin.post(reverse("wagtailadmin_pages:delete", args=[letter.pk]))
        assert not LetterPage.objects.filter(pk=letter.pk).exists()

    def test_unpublishing_is_allowed_and_says_what_it_breaks(self, admin: Client, sent: LetterPage) -> None:
        response = admin.post(reverse("wagtailadmin_pages:unpublish", args=[sent.pk]), follow=True)
        assert "ne s’ouvre plus" in response.content.decode()
        assert not LetterPage.objects.get(pk=sent.pk).live
        assert list(Dispatch.objects.readable()) == []

    def test_a_copy_of_a_sent_letter_is_a_letter_to_send(self, sent: LetterPage) -> None:
        copy = sent.copy(update_attrs={"slug": "copie", "title": "Copie"})
        assert not Dispatch.objects.filter(letter=copy).exists()
