"""`manage.py house`, the second half of `make run`, started for real on a database of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from config.demo_accounts import ACCOUNTS
from config.management.commands.house import Command
from people.models import User
from tests.config.test_supervisor import alive, parent_of, wait_until

PATIENCE = 60.0


@dataclass
class House:
    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def status(self) -> int:
        """What the home page answers; 0 while nobody answers."""
        try:
            with urlopen(self.address, timeout=PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, ConnectionError):
            return 0

    def programs(self) -> dict[int, str]:
        """The processes that the house itself started, by number."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and alive(int(folder.name)) and parent_of(int(folder.name)) == self.process.pid:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return found

    def number_of(self, words: str) -> int | None:
        return next((pid for pid, command in self.programs().items() if words in command), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path, django_db_setup: None) -> Iterator[House]:
    if connection.vendor != "sqlite":
        pytest.skip("the house is the embedded default: SQLite")
    with (
        sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source,
        sqlite3.connect(tmp_path / "dirigeable.sqlite3") as copy,
    ):
        source.backup(copy)
    port, transport = free_port(), f"smtp://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "house"],
        cwd=settings.PROJECT_DIR,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("DIRIGEABLE_", "DJANGO_"))},
            "DIRIGEABLE_VAR_DIR": str(tmp_path),
            "DIRIGEABLE_PORT": str(port),
            "DIRIGEABLE_MAIL_TRANSPORT": transport,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        with override_settings(OUTBOX_TRANSPORT=transport):
            yield House(process, port)
    finally:
        process.kill()
        process.communicate()


def test_the_house_opens_mends_itself_and_closes_without_leaving_anyone_behind(house: House) -> None:
    wait_until(lambda: house.status() == 200, patience=PATIENCE)
    expected = {" ".join(program.command) + " " for program in Command().programs("127.0.0.1", house.port)}
    wait_until(lambda: set(house.programs().values()) == expected, patience=PATIENCE)

    before = house.number_of("tick --loop")
    assert before
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: house.number_of("tick --loop") not in {None, before}, patience=PATIENCE)
    assert house.status() == 200

    everyone = group_members(house.process.pid)
    house.process.send_signal(signal.SIGTERM)
    said, _ = house.process.communicate(timeout=PATIENCE)
    assert house.process.returncode == 0
    assert [pid for pid in everyone if alive(pid)] == []
    assert f"http://localhost:{house.port}/admin/" in said
    assert said.rstrip().endswith("Tout est arrêté.")


def group_members(root: int) -> set[int]:
    """`root` and all who descend from it."""
    family = {root}
    parents = {int(folder.name): parent_of(int(folder.name)) for folder in Path("/proc").iterdir() if is_alive(folder)}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def is_alive(folder: Path) -> bool:
    return folder.name.isdigit() and alive(int(folder.name))


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Le port {port} de 127\.0\.0\.1 n’est pas libre .* DIRIGEABLE_PORT"):
            call_command("house", host="127.0.0.1", port=port)


@pytest.mark.django_db
def test_only_the_demo_accounts_that_exist_are_shown() -> None:
    title, address = Command().accounts()
    assert title.startswith("  Premiers pas")
    assert address.startswith("  http://testserver/premiers-pas/")
    User.objects.create_superuser("quelquun@asso.example")
    assert Command().accounts() == []
    User.objects.create_user(ACCOUNTS[1].email)
    shown = Command().accounts()[1:]
    assert [line.split()[:2] for line in shown] == [[ACCOUNTS[1].email, ACCOUNTS[1].password]]


@override_settings(OUTBOX_TRANSPORT="smtps://compte:secret@mail.asso.example:465")
def test_real_mail_needs_no_local_mailbox() -> None:
    assert [program.name for program in Command().programs("127.0.0.1", 8000)] == [
        "serveur",
        "ouvrier",
        "horloge",
        "envoi du courrier",
    ]
