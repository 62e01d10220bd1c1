"""`manage.py mailsink`: a mail server for one's own machine, that keeps everything and forwards nothing."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outbox.sink import Sink


class Command(BaseCommand):
    help = "Reçoit le courrier du site sur cette machine et le range en fichiers .eml ; rien ne sort."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=2525)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        sink = Sink(Path(settings.OUTBOX_MAIL_DIR), say=self._say)
        controller = Controller(sink, hostname=host, port=port, data_size_limit=30_000_000, enable_SMTPUTF8=True)
        try:
            controller.start()
        except OSError as error:
            raise CommandError(f"Impossible d’écouter sur {host}:{port} : {error}") from error
        self._say(f"Boîte aux lettres ouverte sur {host}:{port}, courrier rangé dans {sink.folder}")
        self._wait_for_the_end()
        controller.stop()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _wait_for_the_end(self) -> None:
        ended = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        ended.wait()
