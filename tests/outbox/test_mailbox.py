"""The mailbox, read over IMAP from a real server; and the pipe, through a real process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox import registries
from outbox.enums import EventKind, InboundState
from outbox.inbound import mailbox as module
from outbox.inbound.mailbox import MailboxError, Visit, read_mailbox, read_when_due
from outbox.models import DeliveryEvent, InboundMail, Message, Suppression
from outbox.registries import InboundHandler

from .builders import a_mailing
from .dovecot import BINARY, Mailbox, listening
from .killing import ROOT, environment
from .mails import answer, complaint, returned
from .sinks import free_port

needs_dovecot = pytest.mark.skipif(BINARY is None, reason="dovecot is not installed (apt-get install dovecot-imapd)")


def departed() -> Message:
    message: Message = a_mailing(1).messages.get()
    now = timezone.now()
    message.state, message.departed_at, message.settled_at = "accepted", now, now
    message.save()
    return message


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with listening() as opened:
        yield opened


@pytest.fixture
def mailbox(server: Mailbox) -> Mailbox:
    for name in ("new", "cur"):
        for path in (server.folder / name).iterdir():
            path.unlink()
    return server


@needs_dovecot
@pytest.mark.django_db
class TestReading:
    def test_what_is_handled_is_deleted_and_the_rest_is_left_to_people(self, mailbox: Mailbox) -> None:
        message = departed()
        mailbox.put(returned(message, status="5.2.2"), complaint(message), answer())
        assert read_mailbox(mailbox.url) == Visit(read=3, deleted=2)
        assert mailbox.kept() == [answer()]
        kinds = sorted(DeliveryEvent.objects.values_list("kind", flat=True))
        assert kinds == [EventKind.COMPLAINED, EventKind.SOFT_BOUNCED]
        # Left there, known, and not read again.
        assert read_mailbox(mailbox.url) == Visit(read=0, deleted=0)
        assert InboundMail.objects.get(state=InboundState.UNCLAIMED).source == "imap"

    def test_a_mail_whose_handler_fails_stays_in_the_mailbox_until_it_is_handled(self, mailbox: Mailbox) -> None:
        failing = [True]

        def clumsy(received: Any) -> str:
            if failing:
                raise ValueError("pas maintenant")
            return "noté"

        before = list(registries.inbound_mail.items)
        registries.inbound_mail.register(InboundHandler(name="essai", handle=clumsy))
        try:
            mailbox.put(answer())
            assert read_mailbox(mailbox.url) == Visit(read=1, deleted=0)
            assert mailbox.kept() == [answer()]
            failing.clear()
            assert read_mailbox(mailbox.url) == Visit(read=1, deleted=1)
        finally:
            registries.inbound_mail.items[:] = before
        assert (mailbox.kept(), InboundMail.objects.get().outcome) == ([], "noté")

    def test_a_mail_already_handled_by_another_way_is_only_deleted(self, mailbox: Mailbox) -> None:
        message = departed()
        mailbox.put(returned(message), returned(message))
        assert read_mailbox(mailbox.url) == Visit(read=2, deleted=2)
        assert (DeliveryEvent.objects.count(), Suppression.objects.count()) == (1, 1)

    def test_a_wrong_password_says_so_without_repeating_it(self, mailbox: Mailbox, settings: Any) -> None:
        settings.OUTBOX_MAILBOX = mailbox.url.replace("secret", "motdepasse-faux")
        with pytest.raises(CommandError, match="n’a pas pu être relevée") as refusal:
            call_command("read_mailbox")
        assert "motdepasse-faux" not in str(refusal.value)

    def test_a_folder_that_does_not_exist_says_so(self, mailbox: Mailbox) -> None:
        with pytest.raises(MailboxError):
            read_mailbox(mailbox.url.replace("INBOX", "Nulle%20part"))

    def test_however_full_the_mailbox_is_a_new_return_is_read(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "A_COMMAND", 2)
        monkeypatch.setattr(module, "AT_ONCE", 3)
        nameless = [f"From: a@b.example\r\nSubject: {rank}\r\n\r\nBonjour\r\n".encode() for rank in range(4)]
        mailbox.put(*nameless)
        for _ in range(2):  # nobody claims them, and only their whole text tells them apart
            assert read_mailbox(mailbox.url) == Visit(read=3, deleted=0)
        mailbox.put(answer(), returned(departed()))
        assert read_mailbox(mailbox.url) == Visit(read=3, deleted=1)
        assert DeliveryEvent.objects.count() == 1
        assert sorted(mailbox.kept()) == sorted([*nameless, answer()])

    def test_the_command_says_what_it_did(self, mailbox: Mailbox, settings: Any) -> None:
        settings.OUTBOX_MAILBOX = mailbox.url
        mailbox.put(returned(departed()))
        said = StringIO()
        call_command("read_mailbox", stdout=said)
        assert said.getvalue() == "1 courrier(s) lu(s), 1 traité(s) et effacé(s) de la boîte.\n"

    def test_the_clock_visits_every_two_minutes(
        self, mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.OUTBOX_MAILBOX = mailbox.url
        monkeypatch.setattr(module, "_visited_at", float("-inf"))
        mailbox.put(answer())
        assert read_when_due(timezone.now()) == 1
        mailbox.put(answer(number=2))
        assert read_when_due(timezone.now()) == 0


class NumbersAfterTexts:
    """The answers of a server that gives the number of a mail after its text."""

    def uid(self, command: str, *given: str) -> tuple[str, list[Any]]:
        return "OK", [(b"1 (BODY[] {2}", b"ab"), b" UID 7)", (b"2 (UID 8 BODY[] {2}", b"cd"), b")"]


def test_the_number_of_a_mail_may_follow_its_text() -> None:
    box: Any = NumbersAfterTexts()
    assert module._fetch(box, [b"7", b"8"], "BODY.PEEK[]") == [(b"7", b"ab"), (b"8", b"cd")]


@needs_dovecot
def test_a_password_with_an_accent_says_so_without_repeating_it(server: Mailbox) -> None:
    with pytest.raises(MailboxError, match="hors ASCII") as refusal:
        read_mailbox(server.url.replace("secret", "pass%C3%A9"))
    assert "passé" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_an_error_not_a_wait() -> None:
    with pytest.raises(MailboxError, match="ConnectionRefusedError"):
        read_mailbox(f"imap://a:b@127.0.0.1:{free_port()}/")


def test_without_a_mailbox_the_command_says_which_variable_is_missing() -> None:
    with pytest.raises(CommandError, match="DIRIGEABLE_MAILBOX"):
        call_command("read_mailbox")


class TestThePipe:
    @pytest.fixture
    def db(self, committed: None) -> None:
        """Real rows: the command runs in a process of its own."""

    def run(self, mail: bytes, **changes: str) -> "subprocess.CompletedProcess[bytes]":
        command = [sys.executable, "manage.py", "take_mail"]
        env = {**environment(Path("/tmp")), **changes}
        return subprocess.run(command, input=mail, env=env, cwd=ROOT, capture_output=True, check=False)

    def test_the_command_takes_a_mail_from_its_standard_input(self, db: None) -> None:
        ended = self.run(returned(departed()))
        assert (ended.returncode, ended.stderr.decode()) == (0, "")
        assert [event.kind for event in DeliveryEvent.objects.all()] == [EventKind.BOUNCED]
        assert [suppression.scope for suppression in Suppression.objects.all()] == ["*"]

    def test_when_the_mail_cannot_be_kept_the_mail_server_is_told_to_come_back(self) -> None:
        ended = self.run(answer(), DIRIGEABLE_DATABASE_URL="sqlite:////nowhere/none.sqlite3")
        assert (ended.returncode, InboundMail.__name__ in ended.stdout.decode()) == (os.EX_TEMPFAIL, False)
