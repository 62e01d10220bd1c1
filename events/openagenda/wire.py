"""One call to OpenAgenda, whichever version it is of: what it answers, that it refuses, or that it is not there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

ADDRESS = "https://api.openagenda.com"
PATIENCE = 20  # seconds
LARGEST = 5_000_000  # bytes
STABLE, DRAFT = 2, 3


class OpenAgendaRefused(Exception):
    """It answered no: `status`, its own words, and the names of the `fields` it refuses, when it names them."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"OpenAgenda refuse ({status}) : {words[:600]}")
        self.status = status
        self.fields = _named_in(words)


class OpenAgendaUnreachable(Exception):
    """It did not answer, or not in words we know: to be tried again."""


@dataclass(frozen=True)
class Configuration:
    """Which agenda, with which secret key, in which version of their interface."""

    agenda: str
    key: str
    version: int = STABLE
    address: str = ADDRESS


def configuration() -> Configuration | None:
    """What DIRIGEABLE_OPENAGENDA says, or None when nothing is to be sent."""
    given: dict[str, Any] = dict(settings.OPENAGENDA)
    if not given.get("agenda") or not given.get("key"):
        return None
    version = DRAFT if str(given.get("version")) == str(DRAFT) else STABLE
    return Configuration(
        str(given["agenda"]), str(given["key"]), version, str(given.get("address", ADDRESS)).rstrip("/")
    )


def call(method: str, address: str, headers: Mapping[str, str], body: Any = None) -> dict[str, Any]:
    """Raises OpenAgendaRefused and OpenAgendaUnreachable, and nothing else."""
    request = Request(
        address,
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Content-Type": "application/json", "User-Agent": "Dirigeable", **headers},
    )
    try:
        status, content = _exchanged(request)
        if status < 400:
            return _read(content)
    except (OSError, HTTPException, ValueError) as error:
        raise OpenAgendaUnreachable(str(error)) from error
    words = content.decode("utf-8", "replace")
    if status >= 500 or status == 429:
        raise OpenAgendaUnreachable(words[:600])
    raise OpenAgendaRefused(status, words)


def _exchanged(request: Request) -> tuple[int, bytes]:
    """The status of the answer, good or bad, and its content."""
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read(LARGEST)
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(LARGEST)


def _read(content: bytes) -> dict[str, Any]:
    answer = json.loads(content or b"{}")
    if not isinstance(answer, dict):
        raise OpenAgendaUnreachable("La réponse n’a pas la forme attendue.")
    return answer


def _named_in(words: str) -> frozenset[str]:
    """The fields a refusal names: `error.errors[].field` in version 3, `errors[].field` in version 2."""
    try:
        said = json.loads(words)
        listed = said.get("errors") or said["error"]["errors"]
        return frozenset(str(each["field"]) for each in listed if each.get("field"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
