"""How OpenAgenda is spoken to, behind one class: version 2, which stands, and version 3, a draft (O12).

Sources, read in November 2026: the pages of OpenAgenda/dev-doc for version 2; `api-spec/openapi.yaml` of
OpenAgenda/oa-public, 3.0.0-draft, for version 3. Whoever calls speaks of events in the words of version 3.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .wire import DRAFT, Configuration, OpenAgendaRefused, OpenAgendaUnreachable, call

EXT_KEY = "dirigeable"
PAGE_SIZE = 300  # the most they give at once
MOST_PAGES = 50


@dataclass(frozen=True)
class Written:
    """An event as they keep it: its number, and when they last changed it (None when they do not say)."""

    uid: str
    updated_at: datetime | None


@dataclass(frozen=True)
class Changes:
    """What moved on their side, by number: when each event was taken out, or last changed."""

    removed: dict[str, datetime | None]
    changed: dict[str, datetime | None]


@dataclass(frozen=True)
class Form:
    """The form of an agenda: its title, and the fields it asks for, as they describe them (O9)."""

    title: str
    fields: list[dict[str, Any]]


class Adapter:
    """Version 2. Every method raises OpenAgendaRefused and OpenAgendaUnreachable."""

    def __init__(self, to: Configuration) -> None:
        self.to = to

    def push(self, identifier: str, body: dict[str, Any]) -> Written:
        """Create or replace the event of that identifier, as often as one likes (O7)."""
        return _written(self._v2("PUT", f"events/ext/{EXT_KEY}/{quote(identifier)}", in_version_2(body)), "event")

    def place(self, identifier: str, body: dict[str, Any]) -> int:
        """Create or replace a place. Its number."""
        return int(_written(self._v2("PUT", f"locations/ext/{EXT_KEY}/{quote(identifier)}", body), "location").uid)

    def withdraw(self, identifier: str) -> None:
        """Take the event out; one that is no longer there is out already (O10)."""
        try:
            self._delete(f"events/ext/{EXT_KEY}/{quote(identifier)}")
        except OpenAgendaRefused as refusal:
            if refusal.status not in (404, 410):
                raise

    def form(self) -> Form:
        """What the agenda asks of an event (O9)."""
        answer = self._v2("GET", "?detailed=1")
        return Form(str(answer.get("title") or ""), _fields(answer.get("schema")))

    def changes(self, since: datetime) -> Changes:
        """What was taken out or changed on their side since then (O10)."""
        return Changes(self._moved(since, removed=1), self._moved(since, removed=0))

    def _moved(self, since: datetime, *, removed: int) -> dict[str, datetime | None]:
        found: dict[str, datetime | None] = {}
        after: list[str] = []
        for _page in range(MOST_PAGES):
            asked = [
                ("updatedAt[gte]", since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")),
                ("removed", removed),
                ("includeFields[]", "uid"),
                ("includeFields[]", "updatedAt"),
                ("size", PAGE_SIZE),
                *(("after[]", each) for each in after),
            ]
            answer = self._v2("GET", f"events?{urlencode(asked)}")
            events = [each for each in answer.get("events") or [] if isinstance(each, dict) and "uid" in each]
            found |= {str(each["uid"]): _moment(each.get("updatedAt")) for each in events}
            after = [str(each) for each in answer.get("after") or []]
            if not after or not events:
                break
        return found

    def _delete(self, path: str) -> None:
        self._v2("DELETE", path)

    def _v2(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        return call(method, self._address(2, path), {"access-token": self._token}, body)

    def _address(self, version: int, path: str) -> str:
        under = path if path.startswith("?") or not path else f"/{path}"
        return f"{self.to.address}/v{version}/agendas/{quote(self.to.agenda)}{under}"

    @cached_property
    def _token(self) -> str:
        """What their version 2 wants in each call: given for the secret key, good for an hour."""
        answer = call("POST", f"{self.to.address}/v2/requestAccessToken", {}, {"code": self.to.key})
        if not answer.get("access_token"):
            raise OpenAgendaUnreachable("OpenAgenda n’a pas donné de jeton d’accès.")
        return str(answer["access_token"])


class DraftAdapter(Adapter):
    """Version 3. It writes no place and does not list what was taken out: for these, version 2 answers."""

    def push(self, identifier: str, body: dict[str, Any]) -> Written:
        """Checked first, so that an event their agenda would refuse is not half written."""
        self._v3("POST", "events/validate", body)
        return _written(self._v3("PUT", f"events/ext/{EXT_KEY}/{quote(identifier)}", body), "event")

    def form(self) -> Form:
        answer = self._v3("GET", "events/schema")
        return Form(str(self._v3("GET", "").get("title") or ""), _fields(answer))

    def _delete(self, path: str) -> None:
        self._v3("DELETE", path)

    def _v3(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        return call(method, self._address(3, path), {"Authorization": f"Bearer {self.to.key}"}, body)


def adapter_for(to: Configuration) -> Adapter:
    return DraftAdapter(to) if to.version == DRAFT else Adapter(to)


def in_version_2(body: dict[str, Any]) -> dict[str, Any]:
    """The same event: its place by number, its own fields beside the others, ways to register without their type."""
    said = {name: value for name, value in body.items() if name not in ("location", "additionalFields")}
    if "registration" in said:
        said["registration"] = [way["value"] for way in said["registration"]]
    if "location" in body:
        said["locationUid"] = body["location"]["uid"]
    else:  # nothing else would tell them in which zone an online event is timed
        said["timezone"] = timezone.get_current_timezone_name()
    return {**body.get("additionalFields", {}), **said}


def _written(answer: dict[str, Any], name: str) -> Written:
    """Version 2 wraps what it wrote under its name; version 3 does not."""
    row = answer.get(name, answer)
    try:
        return Written(str(int(row["uid"])), _moment(row.get("updatedAt")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OpenAgendaUnreachable("La réponse ne donne pas de numéro.") from error


def _fields(schema: Any) -> list[dict[str, Any]]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []


def _moment(text: Any) -> datetime | None:
    try:
        read = parse_datetime(str(text))
    except ValueError:
        return None
    return read if read and timezone.is_aware(read) else None
