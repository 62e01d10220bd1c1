"""`manage.py reconcile LOG…`: lifts doubts about messages by the log of the relay, in Postfix's format."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outbox.fence import FLIGHT
from outbox.relay_log import read_files
from outbox.services import reconcile_with_log


class Command(BaseCommand):
    help = "Lève les doutes par le journal du serveur d’envoi (Postfix) : mail.log, mail.log.1, mail.log.2.gz…"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("logs", nargs="+", type=Path, metavar="journal")
        parser.add_argument(
            "--complet",
            action="store_true",
            help="ces fichiers contiennent tout ce que le serveur a écrit : un message absent repartira",
        )
        minutes = FLIGHT.total_seconds() / 60
        parser.add_argument(
            "--delai",
            type=float,
            default=minutes,
            metavar="MINUTES",
            help=f"ce que le journal doit contenir après un départ pour prouver une absence ({minutes:.0f})",
        )

    def handle(self, *args: Any, logs: list[Path], complet: bool, delai: float, **options: Any) -> None:
        try:
            log = read_files(logs)
        except OSError as error:
            raise CommandError(f"Le journal ne peut pas être lu : {error}") from error
        if log.first is None:
            raise CommandError("Aucune ligne de Postfix dans ce journal.")
        done = reconcile_with_log(log=log, whole=complet, grace=timedelta(minutes=delai))
        self.stdout.write(
            f"{done.received} reçu(s), {done.to_resend} à renvoyer, {done.in_doubt} encore incertain(s), "
            f"{done.news} nouvelle(s) de remise."
        )
        if done.gaps:
            self.stdout.write(
                f"{done.gaps} message(s) que le serveur a acceptés manquent à ce journal : il n’est pas complet, "
                "une absence n’y prouve rien."
            )
