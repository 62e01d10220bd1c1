"""Where caught mail is kept: one .eml file each, written whole or not at all."""

import os
import re
import secrets
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import Any

from django.utils import timezone

# Date of arrival to the microsecond, then six characters against two mails of the same instant.
MAIL_NAME = re.compile(r"(\d{8}-\d{6}-\d{6})-[0-9a-f]{6}\.eml")


class Sink:
    """An aiosmtpd handler that answers 250 once the file is on the disk."""

    def __init__(self, folder: Path, *, say: Callable[[str], None] | None = None) -> None:
        self.folder = folder
        self._say = say
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = self.keep(envelope.content)
        if self._say:
            subject = str(message_from_bytes(envelope.content, policy=modern)["Subject"] or "(sans objet)")
            self._say(f"{name}  {', '.join(envelope.rcpt_tos)}  {subject}")
        return "250 OK"

    def keep(self, content: bytes) -> str:
        """Store one mail. Names sort by date of arrival; a reader never sees half a file."""
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
        name = f"{stamp}-{secrets.token_hex(3)}.eml"
        partial = self.folder / f".{name}.part"
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self.folder / name)
        return name
