"""« Envois » for whoever decides: doubts in one list, the log sent from a browser, progress, and mailings that stop."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.enums import EventKind, MailingState, MessageState, Reason
from outbox.models import DeliveryEvent, Mailing, Message
from outbox.selectors import Progress, attach_counts, progress_of
from outbox.services import pause_failing, release_mailing, take_in

from .builders import a_mailing
from .mails import answer
from .test_admin import MAILINGS, member

pytestmark = pytest.mark.django_db

UNCERTAIN = "/admin/outbox/uncertain/"
UPLOAD = "/admin/outbox/uncertain/log/"


@pytest.fixture
def reader() -> Client:
    return member("view_message", "view_mailing", "view_inboundmail")


@pytest.fixture
def decider() -> Client:
    return member("change_message", "change_mailing")


def doubtful(count: int = 2, *, ago: timedelta = timedelta(hours=1)) -> list[Message]:
    """The first message of a mailing was answered 250, the others are in doubt; all left at the same time."""
    mailing = a_mailing(count + 1)
    left = timezone.now() - ago
    mailing.messages.update(state=MessageState.UNCERTAIN, reason=Reason.REPLY_LOST, departed_at=left, phase="dot")
    first = mailing.messages.order_by("pk").first()
    assert first is not None
    first.state, first.reason, first.settled_at = MessageState.ACCEPTED, "", left
    first.save()
    return list(mailing.messages.order_by("pk"))


def log_of(*messages: Message) -> bytes:
    """A whole log of the hours around, that knows these messages."""
    now = timezone.now()
    lines = [f"{(now - timedelta(hours=3)).isoformat()} mx postfix/anvil[1]: statistics: begin"]
    for number, message in enumerate(messages):
        at = (now - timedelta(minutes=59)).isoformat()
        name = message.message_id("asso.example")
        lines.append(f"{at} mx postfix/cleanup[1]: Aaaaa{number}: message-id={name}")
        lines.append(f"{at} mx postfix/qmgr[1]: Aaaaa{number}: from=<x@y>, size=1, nrcpt=1 (queue active)")
    lines.append(f"{now.isoformat()} mx postfix/anvil[1]: statistics: end")
    return "\n".join(lines).encode()


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


class TestTheListOfDoubts:
    def test_each_doubt_names_the_person_the_hour_and_the_step(self, reader: Client) -> None:
        doubtful(1)
        page = unescape(reader.get(UNCERTAIN).content.decode())
        assert "lectrice1@exemple.example" in page
        assert "lectrice0@exemple.example" not in page
        assert "La réponse du serveur s’est perdue (attente de la réponse finale)" in page
        assert "<button" not in page.split("Messages incertains")[-1]  # looking is not deciding

    def test_with_nothing_in_doubt_it_says_so(self, reader: Client) -> None:
        assert "Aucun message n’est incertain" in unescape(reader.get(UNCERTAIN).content.decode())

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_costs_no_query_per_doubt(
        self, number: int, decider: Client, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        doubtful(number)
        decider.get(UNCERTAIN)
        with django_assert_max_num_queries(12):
            assert decider.get(UNCERTAIN).status_code == 200

    @pytest.mark.parametrize(("decision", "state"), [("received", "accepted"), ("resend", "ready")])
    def test_one_button_settles_one_person_and_comes_back_to_the_list(
        self, decision: str, state: str, decider: Client
    ) -> None:
        message = doubtful(1)[1]
        url = reverse("outbox_settle_message", args=[message.pk])
        response = decider.post(url, {"decision": decision, "back": "list"})
        assert (response.status_code, response["Location"], states()) == (302, UNCERTAIN, ["accepted", state])

    def test_nobody_else_enters(self, client: Client) -> None:
        for guest in (client, member()):
            assert guest.get(UNCERTAIN).status_code == 302
            assert guest.post(UPLOAD).status_code == 302


class TestTheLogFromABrowser:
    def upload(self, client: Client, *contents: bytes, **fields: str) -> str:
        files = [SimpleUploadedFile(f"mail.log.{rank}", content) for rank, content in enumerate(contents)]
        response = client.post(UPLOAD, {"logs": files, **fields}, follow=True)
        assert response.status_code == 200
        return unescape(response.content.decode())

    def test_a_whole_log_settles_every_doubt(self, decider: Client) -> None:
        messages = doubtful(2)
        page = self.upload(decider, gzip.compress(log_of(messages[0], messages[1])), whole="1")
        assert "Reçus : 1. À renvoyer : 1. Encore incertains : 0." in page
        assert states() == ["accepted", "accepted", "ready"]

    def test_a_log_that_nobody_calls_whole_sends_nothing_again(self, decider: Client) -> None:
        messages = doubtful(2)
        self.upload(decider, log_of(messages[0], messages[1]))
        assert states() == ["accepted", "accepted", "uncertain"]

    def test_a_log_with_a_hole_says_so(self, decider: Client) -> None:
        messages = doubtful(2)
        assert "n’est pas complet" in self.upload(decider, log_of(messages[1]), whole="1")
        assert states() == ["accepted", "accepted", "uncertain"]

    @pytest.mark.parametrize("content", [b"bonjour", b"\x1f\x8bnot gzip", bytes(range(256))])
    def test_what_is_no_log_is_told_in_words(self, content: bytes, decider: Client) -> None:
        assert "Aucune ligne de Postfix" in self.upload(decider, content)

    def test_without_a_file_it_asks_for_one(self, decider: Client) -> None:
        response = decider.post(UPLOAD, {}, follow=True)
        assert "Choisissez un ou plusieurs journaux" in unescape(response.content.decode())

    def test_a_link_reads_nothing(self, decider: Client) -> None:
        assert decider.get(UPLOAD).status_code == 405


class TestProgress:
    def departing(self) -> Mailing:
        mailing = a_mailing(10)
        gone = list(mailing.messages.order_by("pk")[:6])
        now = timezone.now()
        for rank, message in enumerate(gone):
            message.state, message.settled_at = MessageState.ACCEPTED, now
            message.departed_at = now - timedelta(seconds=60 - rank)
            message.save()
        return mailing

    def test_rate_and_expected_end_come_from_the_latest_departures(self) -> None:
        mailing, now = self.departing(), timezone.now()
        progress = progress_of(mailing, waiting=4, now=now)
        assert progress.per_minute == 6
        assert progress.ends_at is not None
        assert abs((progress.ends_at - now).total_seconds() - 40) < 2

    def test_nothing_is_promised_of_a_mailing_that_does_not_move(self) -> None:
        mailing = self.departing()
        assert progress_of(mailing, waiting=4, now=timezone.now() + timedelta(hours=1)) == Progress(None, None)
        mailing.state = MailingState.PAUSED
        assert progress_of(mailing, waiting=4, now=timezone.now()) == Progress(None, None)

    def test_the_page_follows_a_running_mailing_and_stops_when_it_is_over(self, reader: Client) -> None:
        mailing = self.departing()
        url = reverse("outbox_progress", args=[mailing.pk])
        assert f'data-outbox-progress="{url}"' in reader.get(f"{MAILINGS}inspect/{mailing.pk}/").content.decode()
        fragment = reader.get(url)
        assert (fragment["X-Moving"], "6 par minute" in fragment.content.decode()) == ("1", True)
        Mailing.objects.update(state=MailingState.DONE, finished_at=timezone.now())
        assert reader.get(url)["X-Moving"] == "0"
        assert url not in reader.get(f"{MAILINGS}inspect/{mailing.pk}/").content.decode()
        assert (member().get(url).status_code, reader.get(url.replace(str(mailing.pk), "0")).status_code) == (302, 404)

    def test_counts_of_a_page_are_one_query(self, django_assert_num_queries: Callable[..., Any]) -> None:
        mailings = [a_mailing(count, reference=f"letter:{count}") for count in (1, 3)]
        with django_assert_num_queries(1):
            attached = attach_counts(mailings)
            assert [mailing.counts().waiting for mailing in attached] == [1, 3]


class TestStoppingByItself:
    def dead(self, mailing: Mailing, count: int) -> None:
        some = list(mailing.messages.order_by("pk").values_list("pk", flat=True)[:count])
        mailing.messages.filter(pk__in=some).update(
            state=MessageState.REFUSED, reason=Reason.RECIPIENT, settled_at=timezone.now()
        )

    def test_too_many_dead_addresses_pause_the_mailing_until_a_person_resumes_it(self) -> None:
        mailing = a_mailing(30)
        self.dead(mailing, 9)
        assert pause_failing(timezone.now()) == 0
        self.dead(mailing, 10)
        assert pause_failing(timezone.now()) == 1
        mailing.refresh_from_db()
        assert (mailing.state, mailing.state_note) == (
            MailingState.PAUSED,
            "Mis en pause : trop d’adresses mortes. Vérifiez d’où vient la liste avant de reprendre.",
        )
        release_mailing(mailing=mailing)
        assert pause_failing(timezone.now()) == 0

    @pytest.mark.parametrize("reason", [Reason.SENDER, Reason.CONTENT, Reason.UNBUILDABLE])
    def test_what_makes_a_server_refuse_everybody_pauses_the_mailing_too(self, reason: Reason) -> None:
        mailing = a_mailing(30)
        self.dead(mailing, 10)
        mailing.messages.filter(state=MessageState.REFUSED).update(reason=reason)
        assert pause_failing(timezone.now()) == 1
        mailing.refresh_from_db()
        assert mailing.state_note.startswith("Mis en pause : trop de refus")

    def test_three_complaints_in_a_small_letter_pause_it(self) -> None:
        mailing = a_mailing(5)
        mailing.messages.update(state=MessageState.ACCEPTED, settled_at=timezone.now(), departed_at=timezone.now())
        for number, message in enumerate(mailing.messages.order_by("pk")[:3]):
            DeliveryEvent.objects.create(message=message, kind=EventKind.COMPLAINED, at=timezone.now())
            assert pause_failing(timezone.now()) == (1 if number == 2 else 0)

    def test_a_few_failures_among_many_stop_nothing(self) -> None:
        mailing = a_mailing(300)
        mailing.messages.update(state=MessageState.ACCEPTED, settled_at=timezone.now(), departed_at=timezone.now())
        self.dead(mailing, 12)
        assert pause_failing(timezone.now()) == 0


def test_received_mail_is_read_in_the_admin(reader: Client) -> None:
    mail = take_in(content=answer(text="Bonjour à toutes"), source="imap")
    assert "lectrice0@exemple.example" in reader.get("/admin/outbox/inboundmail/").content.decode()
    page = unescape(reader.get(f"/admin/outbox/inboundmail/inspect/{mail.pk}/").content.decode())
    assert ("Bonjour à toutes" in page, "à lire par une personne" in page) == (True, True)
