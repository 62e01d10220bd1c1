"""`manage.py take_mail < mail`: one mail from a pipe, as Postfix gives it to a program (`|` in an alias)."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from outbox.services import take_in


class Command(BaseCommand):
    help = "Reçoit un courrier sur l’entrée standard : retour en erreur, plainte ou réponse."

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read()
        if not content.strip():
            return
        try:
            take_in(content=content, source="pipe")
        except Error as error:
            # Kept nowhere yet: the mail server must keep it and come back (sysexits.h, read by Postfix and Exim).
            self.stderr.write(f"{type(error).__name__}: {error}")
            sys.exit(os.EX_TEMPFAIL)
