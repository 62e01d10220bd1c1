"""« Envois » in the admin: who may look, who may decide, what they read, and addresses typed by hand."""

from html import unescape

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from cms.models import SiteIdentity
from outbox.enums import MailingState, MessageState
from outbox.models import Mailing, Message, Suppression
from outbox.services import erase_address, suppress
from people.models import User

from .builders import a_confirmation, a_mailing

pytestmark = pytest.mark.django_db

MESSAGES = "/admin/outbox/message/"
MAILINGS = "/admin/outbox/mailing/"


def member(*permissions: str) -> Client:
    """Someone who may enter the admin and has these permissions of the outbox."""
    user = User.objects.create_user(f"{len(permissions)}.{User.objects.count()}@asso.example", "secret")
    group = Group.objects.create(name=user.email)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        group.permissions.add(Permission.objects.get(content_type__app_label="outbox", codename=codename))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader() -> Client:
    return member("view_message", "view_mailing")


@pytest.fixture
def decider() -> Client:
    return member("change_message", "change_mailing")


@pytest.fixture(autouse=True)
def _identity() -> None:
    site = Site.objects.get(is_default_site=True)
    SiteIdentity.objects.create(site=site, sender_name="L’Établi", sender_email="bonjour@dirigeable.example")


@pytest.fixture
def uncertain() -> Message:
    message: Message = a_mailing(1).messages.get()
    message.state, message.reason = MessageState.UNCERTAIN, "reply_lost"
    message.departed_at = message.created_at
    message.save()
    return message


class TestAddressesTypedByHand:
    @pytest.mark.parametrize("list_url", [MESSAGES, MAILINGS])
    @pytest.mark.parametrize(
        "query", ["?unknown=1", "?state__nothing=1", "?mailing__id__exact=abc", "?q=%00", "?state__exact=%00"]
    )
    def test_a_filter_that_does_not_exist_shows_the_list(self, list_url: str, query: str, reader: Client) -> None:
        response = reader.get(list_url + query)
        assert (response.status_code, response.get("Location")) == (302, list_url)

    @pytest.mark.parametrize("query", ["?p=abc", "?p=9999", "?o=9.x", "?state__exact=none", "?q=%25_"])
    def test_any_other_oddity_is_a_list(self, query: str, reader: Client) -> None:
        a_mailing(1)
        assert reader.get(MESSAGES + query).status_code == 200

    @pytest.mark.parametrize("action", ["edit", "inspect", "delete"])
    @pytest.mark.parametrize("pk", ["abc", "0", "99999999999999999999999", "1_2F2", "-1"])
    def test_a_number_that_names_nothing_is_not_found(self, action: str, pk: str, reader: Client) -> None:
        assert reader.get(f"{MESSAGES}{action}/{pk}/").status_code == 404


class TestWhoMayLook:
    def test_without_any_permission_there_is_neither_menu_nor_list(self) -> None:
        stranger = member()
        assert MESSAGES not in stranger.get("/admin/").content.decode()
        assert stranger.get(MESSAGES).status_code == 302

    def test_nobody_signed_out_sees_anything(self, client: Client, uncertain: Message) -> None:
        for url in (MESSAGES, MAILINGS, f"{MESSAGES}inspect/{uncertain.pk}/"):
            response = client.get(url)
            assert (response.status_code, "login" in response["Location"]) == (302, True)

    @pytest.mark.parametrize("action", ["create/", "edit/{pk}/", "delete/{pk}/"])
    def test_even_a_superuser_writes_nothing_by_hand(
        self, action: str, admin_client: Client, uncertain: Message
    ) -> None:
        response = admin_client.get(MESSAGES + action.format(pk=uncertain.pk))
        assert (response.status_code, response.get("Location")) == (302, "/admin/")
        admin_client.post(MESSAGES + action.format(pk=uncertain.pk))
        assert Message.objects.count() == 1


class TestWhatIsRead:
    @pytest.mark.parametrize("number", [1, 3])
    def test_the_lists_cost_no_query_per_row(
        self, number: int, reader: Client, django_assert_max_num_queries: object
    ) -> None:
        for reference in range(number):
            a_mailing(2, reference=f"letter:{reference}")
        for url in (MESSAGES, MAILINGS):
            reader.get(url)
            with django_assert_max_num_queries(15):
                assert reader.get(url).status_code == 200

    def test_the_list_of_mailings_shows_the_equation(self, reader: Client) -> None:
        a_mailing(2)
        page = unescape(reader.get(MAILINGS).content.decode())
        expected = "acceptés 0 + refusés 0 + incertains 0 + écartés 0 + en attente 2 = destinataires 2"
        assert " ".join(page.split()).count(expected) == 1

    def test_messages_are_filtered_by_state(self, reader: Client, uncertain: Message) -> None:
        a_confirmation(to="autre@exemple.example")
        page = reader.get(f"{MESSAGES}?state__exact=uncertain").content.decode()
        assert ("lectrice0@exemple.example" in page, "autre@exemple.example" in page) == (True, False)

    def test_a_message_is_shown_as_it_was_sent_with_its_story(self, reader: Client, uncertain: Message) -> None:
        page = unescape(reader.get(f"{MESSAGES}inspect/{uncertain.pk}/").content.decode())
        assert "Incertain : la réponse du serveur s’est perdue." in page
        assert "https://asso.example/quitter/jeton0" in page
        assert 'sandbox srcdoc="' in page
        assert uncertain.message_id("dirigeable.example") in page
        assert "<dt>De</dt><dd>L’Établi <bonjour@dirigeable.example></dd>" in page
        assert "départ" in page

    def test_a_mail_cannot_break_out_of_its_frame(self, reader: Client) -> None:
        message = a_confirmation(html='<p title="&quot;">"><script>alert(1)</script></p>')
        page = reader.get(f"{MESSAGES}inspect/{message.pk}/").content.decode()
        assert "<script>alert(1)</script>" not in page

    def test_an_erased_message_still_opens(self, reader: Client, uncertain: Message) -> None:
        erase_address(address="lectrice0@exemple.example")
        response = reader.get(f"{MESSAGES}inspect/{uncertain.pk}/")
        assert (response.status_code, "adresse effacée" in response.content.decode()) == (200, True)
        assert "lectrice0" not in response.content.decode()

    def test_a_mailing_shows_its_counts_and_its_uncertain_ones(self, reader: Client, uncertain: Message) -> None:
        page = unescape(reader.get(f"{MAILINGS}inspect/{uncertain.mailing_id}/").content.decode())
        assert f"{MESSAGES}?mailing__id__exact={uncertain.mailing_id}&state__exact=uncertain" in page
        assert "Destinataires en tout" in page


class TestDecisions:
    @pytest.mark.parametrize(
        ("decision", "state"), [("received", MessageState.ACCEPTED), ("resend", MessageState.READY)]
    )
    def test_an_uncertain_message_is_settled_by_a_person(
        self, decision: str, state: str, decider: Client, uncertain: Message
    ) -> None:
        page = decider.get(f"{MESSAGES}inspect/{uncertain.pk}/").content.decode()
        url = reverse("outbox_settle_message", args=[uncertain.pk])
        assert (f'action="{url}"' in page, f'value="{decision}"' in page) == (True, True)
        response = decider.post(url, {"decision": decision})
        assert (response.status_code, response["Location"]) == (302, f"{MESSAGES}inspect/{uncertain.pk}/")
        uncertain.refresh_from_db()
        assert uncertain.state == state
        assert uncertain.events.count() == 1

    def test_settling_twice_says_so_and_changes_nothing(self, decider: Client, uncertain: Message) -> None:
        url = reverse("outbox_settle_message", args=[uncertain.pk])
        decider.post(url, {"decision": "received"})
        page = decider.post(url, {"decision": "resend"}, follow=True).content.decode()
        assert "n’est plus incertain" in page
        uncertain.refresh_from_db()
        assert uncertain.state == MessageState.ACCEPTED

    def test_looking_is_not_deciding(self, reader: Client, uncertain: Message) -> None:
        url = reverse("outbox_settle_message", args=[uncertain.pk])
        assert url not in reader.get(f"{MESSAGES}inspect/{uncertain.pk}/").content.decode()
        reader.post(url, {"decision": "received"})
        reader.post(reverse("outbox_steer_mailing", args=[uncertain.mailing_id]), {"decision": "cancel"})
        uncertain.refresh_from_db()
        assert (uncertain.state, Mailing.objects.get().state) == (MessageState.UNCERTAIN, MailingState.RUNNING)

    def test_a_link_decides_nothing(self, decider: Client, uncertain: Message) -> None:
        for name, pk in (
            ("outbox_settle_message", uncertain.pk),
            ("outbox_steer_mailing", uncertain.mailing_id),
        ):
            assert decider.get(reverse(name, args=[pk]) + "?decision=received").status_code == 405

    @pytest.mark.parametrize("decision", ["", "delete", "received "])
    def test_an_unknown_decision_is_refused(self, decision: str, decider: Client, uncertain: Message) -> None:
        for name, pk in (
            ("outbox_settle_message", uncertain.pk),
            ("outbox_steer_mailing", uncertain.mailing_id),
        ):
            assert decider.post(reverse(name, args=[pk]), {"decision": decision}).status_code == 400
            assert decider.post(reverse(name, args=[0]), {"decision": decision}).status_code == 404

    @pytest.mark.parametrize(
        ("decisions", "state"),
        [
            (["pause"], MailingState.PAUSED),
            (["pause", "release"], MailingState.RUNNING),
            (["cancel"], MailingState.CANCELLED),
            (["cancel", "release"], MailingState.CANCELLED),
        ],
    )
    def test_a_mailing_is_steered_from_its_page(self, decisions: list[str], state: str, decider: Client) -> None:
        mailing = a_mailing(2)
        for decision in decisions:
            response = decider.post(
                reverse("outbox_steer_mailing", args=[mailing.pk]), {"decision": decision}, follow=True
            )
            assert response.status_code == 200
        mailing.refresh_from_db()
        assert (mailing.state, mailing.counts().balanced) == (state, True)


class TestLargeLists:
    """sending.md section 16: pages under 300 ms with a million messages. Nothing is counted nor searched whole."""

    def test_a_person_is_found_by_their_whole_address_and_a_mail_by_its_identifier(self, reader: Client) -> None:
        first, second, _third = a_mailing(3).messages.order_by("pk")
        for words in (" Lectrice0@EXEMPLE.example ", first.message_id("dirigeable.example")):
            page = reader.get(MESSAGES, {"q": words}).content.decode()
            assert (first.address in page, second.address in page) == (True, False)
        assert first.address not in reader.get(MESSAGES, {"q": "lectrice0@"}).content.decode()
        assert first.address in reader.get(MESSAGES, {"q": "lettre mars"}).content.decode()
        assert first.address not in reader.get(MESSAGES, {"q": "lettre avril"}).content.decode()

    def test_no_more_is_counted_than_pages_are_turned(self, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cms.large_lists.ENOUGH", 4)
        a_mailing(6)
        with CaptureQueriesContext(connection) as asked:
            page = " ".join(unescape(reader.get(MESSAGES).content.decode()).split())
        assert page.lower().count("plus de 10 000") == 3
        counted = [one["sql"] for one in asked if "COUNT" in one["sql"] and "outbox_message" in one["sql"]]
        assert counted
        assert all("LIMIT 5" in sql for sql in counted)

    def test_a_column_that_no_index_sorts_is_not_sorted(self, reader: Client) -> None:
        a_mailing(3)
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(MESSAGES, {"o": "0.3"}).status_code == 200
        lists = [one["sql"] for one in asked if 'ORDER BY "outbox_message"' in one["sql"]]
        assert all('ORDER BY "outbox_message"."id" DESC' in sql for sql in lists)
        assert lists


class TestSuppressedAddresses:
    URL = "/admin/outbox/suppressed/"

    def test_an_address_is_looked_up_whole_and_its_suppression_lifted(self) -> None:
        suppress(address="a@b.example", scope="letter", reason="adresse morte")
        looker, lifter = member("view_suppression"), member("view_suppression", "change_suppression")
        page = unescape(looker.post(self.URL, {"address": " A@b.example"}).content.decode())
        assert ("adresse morte" in page, "Lever" in page) == (True, False)
        assert looker.post(self.URL, {"address": "a@b.example", "lift": "letter"}).status_code in (302, 403)
        assert Suppression.objects.count() == 1
        page = lifter.post(self.URL, {"address": "a@b.example", "lift": "letter"}).content.decode()
        assert Suppression.objects.count() == 0
        assert "n’est pas mise à l’écart" in page
        assert "n’est plus" in lifter.post(self.URL, {"address": "a@b.example", "lift": "letter"}).content.decode()

    def test_what_is_no_address_is_said_and_a_link_lifts_nothing(self) -> None:
        suppress(address="a@b.example", scope="letter", reason="plainte")
        lifter = member("change_suppression")
        assert lifter.post(self.URL, {"address": "rien"}).status_code == 422
        assert lifter.get(f"{self.URL}?address=a@b.example&lift=letter").status_code == 200
        assert Suppression.objects.count() == 1

    def test_nobody_else_enters(self, reader: Client) -> None:
        assert reader.get(self.URL).status_code in (302, 403)
