"""`manage.py erase_demo`: give back the empty house."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.erasing import DemoMissing, erase_demo, plan_erasure
from config.models import DemoRun


class Command(BaseCommand):
    help = "Efface la démonstration et tout ce qui en dépend. Ce que vous avez fait vous-même reste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="ne pas demander confirmation")

    def handle(self, *, yes: bool, **options: Any) -> None:
        run = DemoRun.objects.standing().first()
        if run is None:
            raise CommandError("Il n’y a pas de démonstration à effacer.")
        for count in plan_erasure(run).counts():
            more = f", dont {count.added} ajoutés depuis" if count.added else ""
            self.stdout.write(f"  {count.total:>5} {count.label}{more}")
        if not yes and input("Tout cela disparaîtra. Tapez EFFACER pour continuer\u00a0: ").strip() != "EFFACER":
            raise CommandError("Rien n’a été effacé.")
        try:
            erase_demo()
        except DemoMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write("La démonstration est effacée. «\u00a0manage.py premiers_pas\u00a0» donne la suite.")
