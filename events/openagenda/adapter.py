"""How OpenAgenda is spoken to: version 3, a draft at the time of writing, behind this one class (O12)."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.conf import settings

ADDRESS = "https://api.openagenda.com/v3"
EXT_KEY = "dirigeable"
PATIENCE = 20  # seconds


class OpenAgendaRefused(Exception):
    """It answered no: `status`, and its own words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"OpenAgenda refuse ({status}) : {words[:600]}")
        self.status = status


class OpenAgendaUnreachable(Exception):
    """It did not answer: to be tried again."""


@dataclass(frozen=True)
class Configuration:
    agenda: str
    key: str
    address: str = ADDRESS


def configuration() -> Configuration | None:
    """What DIRIGEABLE_OPENAGENDA says, or None when nothing is to be sent."""
    given: dict[str, Any] = dict(settings.OPENAGENDA)
    if not given.get("agenda") or not given.get("key"):
        return None
    return Configuration(str(given["agenda"]), str(given["key"]), str(given.get("address", ADDRESS)).rstrip("/"))


class Adapter:
    def __init__(self, to: Configuration) -> None:
        self.to = to

    def push(self, identifier: str, body: dict[str, Any]) -> str:
        """Create or replace the event of that identifier, as often as one likes (O7). Its number at OpenAgenda.

        Checked first, so that an event their agenda would refuse is not half written. Raises OpenAgendaRefused and
        OpenAgendaUnreachable.
        """
        self._call("POST", "events/validate", body)
        answer = self._call("PUT", f"events/ext/{EXT_KEY}/{quote(identifier)}", body)
        return str(answer.get("uid", ""))

    def place(self, identifier: str, body: dict[str, Any]) -> int:
        """Create or replace a place. Its number."""
        answer = self._call("PUT", f"locations/ext/{EXT_KEY}/{quote(identifier)}", body)
        return int(answer["uid"])

    def withdraw(self, remote_uid: str) -> None:
        """Take the event out; one that is no longer there is out already (O10)."""
        try:
            self._call("DELETE", f"events/{quote(remote_uid)}", None)
        except OpenAgendaRefused as refusal:
            if refusal.status not in (404, 410):
                raise

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        request = Request(
            f"{self.to.address}/agendas/{quote(self.to.agenda)}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": f"Bearer {self.to.key}", "Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=PATIENCE) as response:
                answer: dict[str, Any] = json.loads(response.read() or b"{}")
        except HTTPError as error:
            words = error.read().decode("utf-8", "replace")
            if error.code >= 500 or error.code == 429:
                raise OpenAgendaUnreachable(words[:600]) from error
            raise OpenAgendaRefused(error.code, words) from error
        except (URLError, TimeoutError, ValueError) as error:
            raise OpenAgendaUnreachable(str(error)) from error
        return answer
