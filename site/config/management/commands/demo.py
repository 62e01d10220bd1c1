"""`manage.py demo`: fill an empty house with the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.building import build_demo
from config.demo.selectors import demo_stands, is_untouched
from config.demo_accounts import ACCOUNTS


class Command(BaseCommand):
    help = "Installe la démonstration : le site d’une association imaginaire, que l’on efface d’un geste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="ne rien faire, sans erreur, si le site a déjà servi"
        )

    def handle(self, *, if_empty: bool, **options: Any) -> None:
        if if_empty and not is_untouched():
            return
        if demo_stands():
            raise CommandError(
                "La démonstration est déjà installée\u00a0: «\u00a0manage.py erase_demo\u00a0» l’efface."
            )
        self.stdout.write("Installation de la démonstration…")
        build_demo()
        self.stdout.write("La démonstration est prête. Ses comptes\u00a0:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.password:<24} {account.role}")
