"""`manage.py tick`: wake what is due, once from cron or for ever beside the server."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from config.clock import Outcome, tick

SECONDS_BETWEEN_TICKS = 30


class Command(BaseCommand):
    help = "Réveille ce qui est dû : publications programmées, rappels, promotions de liste d’attente, purges…"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="recommencer toutes les 30 secondes")

    def handle(self, *, loop: bool, verbosity: int, **options: Any) -> None:
        if loop:
            self.run_until_stopped(verbosity)
            return
        failed = [outcome.name for outcome in self.tick_once(verbosity) if outcome.error]
        if failed:
            raise CommandError(f"En échec : {', '.join(failed)}. Le détail est dans le journal ci-dessus.")

    def run_until_stopped(self, verbosity: int) -> None:
        """Tick for ever; a signal lets the tick that runs come to its end."""
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            # A clock lives for months: the server may have closed its connection since the last tick.
            close_old_connections()
            self.tick_once(verbosity)
            stop.wait(SECONDS_BETWEEN_TICKS)

    def tick_once(self, verbosity: int) -> list[Outcome]:
        outcomes = tick(timezone.now())
        for outcome in outcomes:
            if outcome.done and verbosity:
                self.stdout.write(f"{outcome.name} : {outcome.done}")
        return outcomes
