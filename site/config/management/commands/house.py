"""`manage.py house`: the whole house on one machine, until Ctrl-C."""

import os
import socket
import sys
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import NoReverseMatch, reverse

from config.demo_accounts import ACCOUNTS
from config.environment import is_local_sink
from config.first_run.links import first_run_address
from config.first_run.services import build_house
from config.first_run.tree import follow_address
from config.supervisor import Program, Supervisor


def manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(settings.PROJECT_DIR / "manage.py"), *arguments)


class Command(BaseCommand):
    help = "Lance ensemble le serveur, l’ouvrier, l’horloge, l’envoi du courrier et la boîte aux lettres locale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="adresse d’écoute (DIRIGEABLE_HOST)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port d’écoute (DIRIGEABLE_PORT)")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        self.refuse_taken_port(host, port, "DIRIGEABLE_PORT")
        if sink := self.sink():
            self.refuse_taken_port(*sink, "DIRIGEABLE_MAIL_TRANSPORT")
        build_house()
        follow_address()
        self.stdout.write(self.welcome())
        Supervisor(self.programs(host, port), say=self.stderr.write, environment=self.environment()).run()
        self.stdout.write("Tout est arrêté.")

    def programs(self, host: str, port: int) -> list[Program]:
        server = (
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
            *("--pythonpath", f"{settings.PROJECT_DIR},{settings.PROJECT_DIR / 'site'}"),
            *("--bind", f"{host}:{port}", "--workers", "2", "--log-level", "warning", "--no-control-socket"),
        )
        programs = [
            Program("serveur", server),
            Program("ouvrier", manage("db_worker", "--queue-name", "*", "--no-reload")),
            Program("horloge", manage("tick", "--loop")),
            Program("envoi du courrier", manage("outbox")),
        ]
        if sink := self.sink():
            programs.append(Program("boîte aux lettres", manage("mailsink", "--host", sink[0], "--port", str(sink[1]))))
        return programs

    def sink(self) -> tuple[str, int] | None:
        """Where the local mailbox listens, when mail is meant for one."""
        if not is_local_sink(settings.OUTBOX_TRANSPORT):
            return None
        address = urlsplit(settings.OUTBOX_TRANSPORT)
        return address.hostname or "127.0.0.1", address.port or 25

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PYTHONUNBUFFERED": "1"}

    def refuse_taken_port(self, host: str, port: int, variable: str) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Le port {port} de {host} n’est pas libre ({error.strerror}) : changez {variable}."
                ) from error

    def welcome(self) -> str:
        base = settings.WAGTAILADMIN_BASE_URL
        site, admin = f"{base}/", f"{base}{reverse('wagtailadmin_home')}"
        lines = ["", f"  Le site               {site}", f"  L’administration      {admin}"]
        with suppress(NoReverseMatch):  # shown in development only
            lines.append(f"  Le courrier attrapé   {base}{reverse('outbox:inbox')}")
        return "\n".join([*lines, "", *self.accounts(), "", "  Ctrl-C arrête tout.", ""])

    def accounts(self) -> list[str]:
        User = get_user_model()
        emails = [account.email for account in ACCOUNTS]
        known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
        lines = [f"  {a.email:<30} {a.password:<22} {a.role}" for a in ACCOUNTS if a.email in known]
        if lines:
            return ["  Comptes de démonstration :", *lines]
        # Nobody may do everything yet: whoever reads this terminal may give the site to their association.
        address = first_run_address()
        return ["  Premiers pas (ce lien ne sert qu’une fois) :", f"  {address}"] if address else []
