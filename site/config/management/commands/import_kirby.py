"""`manage.py import_kirby CONTENT_FOLDER`: bring in the contents of a Kirby site (versions 2 to 5)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.bringing_in import ImportRefused, Report
from config.kirby.folders import SEPARATORS, Reading, UnreadableFolder
from config.kirby.importing import Wish, import_kirby
from config.kirby.kinds import KINDS


class Command(BaseCommand):
    help = "Importe le dossier « content » d’un site Kirby (versions 2 à 5). Le relancer ne change que ce qui a changé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="le dossier « content », ou un seul fichier .txt")
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans rien écrire")
        parser.add_argument("--strict", action="store_true", help="tout refuser au premier doute")
        parser.add_argument("--language", default="", help="la langue à prendre, quand le site en a plusieurs")
        parser.add_argument(
            "--separator", choices=SEPARATORS, default="auto", help="ce qui suit le numéro d’un dossier"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="MODÈLE=SORTE",
            help=f"ce que devient un modèle de page ; sortes : {', '.join(KINDS)}",
        )

    def handle(self, *, folder: Path, dry_run: bool, strict: bool, **options: Any) -> None:
        reading = Reading(folder.resolve(), language=options["language"], separator=options["separator"])
        wish = Wish(reading, kinds=_kinds(options["map"]), dry_run=dry_run, strict=strict)
        try:
            report = import_kirby(wish, step=_Bar(self) if options["verbosity"] else lambda done, total: None)
        except UnreadableFolder as error:
            raise CommandError(str(error)) from error
        except ImportRefused as error:
            for line in error.report.lines:
                self.stderr.write(str(line))
            raise CommandError(str(error)) from error
        self._show(report, dry_run=dry_run)

    def _show(self, report: Report, *, dry_run: bool) -> None:
        for line in report.lines:
            self.stdout.write(str(line))
        self.stdout.write(f"{'Essai, rien n’est écrit' if dry_run else 'Import terminé'}\u00a0: {report.summary()}.")
        if report.warnings:
            self.stdout.write(f"À vérifier (lignes « ! »)\u00a0: {len(report.warnings)}.")


class _Bar:
    """How far the work is: a bar that fills on a terminal, a line now and then in a file."""

    WIDTH = 40
    EVERY = 200

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout

    def __call__(self, done: int, total: int) -> None:
        if self.out.isatty():
            filled = self.WIDTH * done // total
            bar = "█" * filled + "░" * (self.WIDTH - filled)
            self.out.write(f"\r{bar} {done} / {total} pages", ending="\n" if done == total else "")
            self.out.flush()
        elif done % self.EVERY == 0:
            self.out.write(f"{done} pages sur {total}…")


def _kinds(wanted: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in wanted]
    for template, _equals, kind in pairs:
        if not template or kind not in KINDS:
            raise CommandError(f"--map {template}={kind} : les sortes sont {', '.join(KINDS)}.")
    return {template: kind for template, _equals, kind in pairs}
