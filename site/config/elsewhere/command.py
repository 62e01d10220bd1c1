"""What the two commands share: their options, their counter, and how they tell what was done."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.bringing_in import ImportRefused
from config.texts.errors import TextRefused
from config.texts.kinds import KINDS

from .importing import Wish, import_items
from .items import Item


class ImportCommand(BaseCommand):
    """`read` gives the items of a file or folder."""

    read: Callable[[Path], Iterable[Item]]
    source_help = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help=self.source_help)
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans rien écrire")
        parser.add_argument("--strict", action="store_true", help="tout refuser au premier doute")
        parser.add_argument(
            "--images",
            type=Path,
            metavar="DOSSIER",
            help="le dossier des images de l’ancien site (« wp-content/uploads », « IMG ») : elles sont reprises",
        )
        parser.add_argument(
            "--comme",
            choices=("actualite", "article"),
            default="actualite",
            help="ce que deviennent les articles : des actualités, ou des articles du numéro en cours",
        )

    def handle(self, *, source: Path, dry_run: bool, strict: bool, comme: str, **options: Any) -> None:
        if not source.exists():
            raise CommandError(f"« {source} » n’existe pas.")
        kinds = {"actualite": comme} if comme in KINDS else {}
        wish = Wish(kinds=kinds, media=options["images"], dry_run=dry_run, strict=strict)
        try:
            report = import_items(type(self).read(source), wish)
        except TextRefused as error:
            raise CommandError(f"{error} Rien n’a été importé.") from error
        except ImportRefused as error:
            for line in error.report.lines:
                self.stderr.write(str(line))
            raise CommandError(str(error)) from error
        for line in report.lines:
            self.stdout.write(str(line))
        self.stdout.write(f"{'Essai, rien n’est écrit' if dry_run else 'Import terminé'}\u00a0: {report.summary()}.")
        if report.warnings:
            self.stdout.write(f"À vérifier (lignes « ! »)\u00a0: {len(report.warnings)}.")
