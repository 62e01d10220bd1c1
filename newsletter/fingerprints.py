"""What pins the words that were approved: a revision may be overwritten by an automatic save, a hash may not."""

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import LetterPage


def fingerprint_of(letter: "LetterPage") -> str:
    """SHA-256 in hexadecimal of what an editor wrote in `letter`, as it stands in memory."""
    body = letter.body.stream_block.get_prep_value(letter.body)
    written = [letter.title, letter.subject, letter.summary, letter.date.isoformat(), body]
    return hashlib.sha256(json.dumps(written, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
