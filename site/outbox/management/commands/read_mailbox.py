"""`manage.py read_mailbox`: returned mail, complaints and answers, read from the IMAP mailbox of the settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outbox.inbound.mailbox import MailboxError, read_mailbox


class Command(BaseCommand):
    help = "Relève la boîte aux lettres (DIRIGEABLE_MAILBOX). Un courrier n’y est effacé qu’une fois traité."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OUTBOX_MAILBOX:
            raise CommandError("Aucune boîte aux lettres n’est donnée : DIRIGEABLE_MAILBOX.")
        try:
            visit = read_mailbox(settings.OUTBOX_MAILBOX)
        except MailboxError as error:
            raise CommandError(f"La boîte aux lettres n’a pas pu être relevée : {error}") from error
        self.stdout.write(f"{visit.read} courrier(s) lu(s), {visit.deleted} traité(s) et effacé(s) de la boîte.")
