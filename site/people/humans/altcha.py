"""A proof of work in the manner of ALTCHA (protocol v1, altcha.org), made and verified here: no third party is called.

Off by default (DIRIGEABLE_ALTCHA). The browser looks for the number whose SHA-256, after the salt, is the challenge.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from outbox.addresses import keyed_hash

from .limits import is_first_use

ALGORITHM = "SHA-256"
LARGEST_NUMBER = 60_000  # about half a second of a telephone
WITHIN = timedelta(minutes=20)


def challenge() -> dict[str, Any]:
    """What the form carries: algorithm, challenge, largest number, salt (with its expiry) and signature."""
    expires = int((timezone.now() + WITHIN).timestamp())
    salt = f"{secrets.token_hex(12)}?expires={expires}"
    digest = _digest(salt, secrets.randbelow(LARGEST_NUMBER))
    return {
        "algorithm": ALGORITHM,
        "challenge": digest,
        "maxnumber": LARGEST_NUMBER,
        "salt": salt,
        "signature": keyed_hash(f"altcha:{digest}"),
    }


def is_solved(payload: str) -> bool:
    """Whether `payload` (base64 of JSON) solves a challenge of ours, in time, for the first time."""
    try:
        answer = json.loads(base64.b64decode(payload, validate=True))
        salt, number, digest = str(answer["salt"]), int(answer["number"]), str(answer["challenge"])
        expires = int(salt.rpartition("?expires=")[2])
        signature = str(answer["signature"])
    except (KeyError, TypeError, ValueError):
        return False
    ours = hmac.compare_digest(signature.encode(), keyed_hash(f"altcha:{digest}").encode())
    solved = hmac.compare_digest(_digest(salt, number).encode(), digest.encode())
    in_time = expires >= timezone.now().timestamp()
    return ours and solved and in_time and is_first_use("altcha", digest, within=WITHIN)


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
