"""`manage.py outbox`: sends what waits, until it is told to stop."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outbox.durability import wait_for_the_disk
from outbox.transports import configured_transport
from outbox.worker import Worker


class Command(BaseCommand):
    help = "Envoie le courrier qui attend. Plusieurs peuvent tourner ensemble. SIGTERM laisse finir le mail en cours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="s’arrêter quand plus rien ne peut partir")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        wait_for_the_disk()
        worker = Worker(configured_transport(), say=self.stdout.write)

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        open_road = worker.run(once=once)
        self.stdout.write(f"{worker.sent} message(s) remis au serveur d’envoi.")
        if once and not open_road:
            raise CommandError("Le serveur d’envoi n’a rien pris : le courrier attend, rien n’est perdu.")
