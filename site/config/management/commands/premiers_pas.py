"""`manage.py premiers_pas`: build what is missing of the house, and print the link that gives it to somebody."""

from typing import Any

from django.core.management.base import BaseCommand

from config.first_run.links import first_run_address
from config.first_run.services import build_house


class Command(BaseCommand):
    help = "Prépare le site vide et donne le lien, à usage unique, par lequel une association s’y installe."

    def handle(self, **options: Any) -> None:
        build_house()
        address = first_run_address()
        if address is None:
            self.stdout.write("Ce site a déjà quelqu’un pour l’administrer\u00a0: les premiers pas sont faits.")
        else:
            self.stdout.write(f"Premiers pas, par ici (le lien ne sert qu’une fois)\u00a0:\n  {address}")
