"""Enough of OpenAgenda, over real HTTP: both versions, what each refuses, and what people do there."""

import json
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema  # type: ignore[import-untyped]

from .openagenda_schemas import EVENT_INPUT, LOCATION, version_2_event

KEY, TOKEN = "oa_sk_secret", "jeton"


class TheirServer(HTTPServer):
    """It keeps what it is told, and refuses what its schemas do not hold. `told` is what was written, in order."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TheirAnswers)
        self.told: list[tuple[str, str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.events: dict[str, Any] = {}
        self.removed: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.form: list[Any] = []
        self.refused_field = ""
        self.is_down = self.hides_its_form = self.loses_its_answers = False
        self.nonsense: Any = None
        self.updated_at = "2026-01-05T10:00:00.000Z"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> None:
        Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    @property
    def written(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path, _body in self.told]

    @property
    def last_event(self) -> Any:
        """The body of the event last written."""
        return [body for method, path, body in self.told if method == "PUT" and "/events/" in path][-1]

    def removes(self, uid: int, at: datetime) -> None:
        self.removed.append({"uid": uid, "removed": True, "updatedAt": at.isoformat()})

    def changes(self, uid: int, at: datetime) -> None:
        self.changed.append({"uid": uid, "updatedAt": at.isoformat()})


class TheirAnswers(BaseHTTPRequestHandler):
    server: TheirServer

    def answer(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        address = urlsplit(self.path)
        self.server.asked.append((self.command, self.path))
        if self.server.is_down:
            return self.give(503, {"error": "down"})
        if self.server.nonsense is not None:
            return self.give(200, self.server.nonsense)
        if address.path == "/v2/requestAccessToken":
            known = body == {"code": KEY}
            return self.give(200 if known else 403, {"access_token": TOKEN, "expires_in": 3600} if known else {})
        version = int(address.path[2])
        if not self.is_known(version):
            return self.give(401, {"error": {"code": "unauthorized", "message": "no"}})
        path = address.path.removeprefix(f"/v{version}/agendas/42").lstrip("/")
        if self.command == "GET":
            if self.server.hides_its_form and path != "events":
                return self.give(403, {"error": {"code": "forbidden", "message": "no"}})
            return self.give(200, self.read(version, path, parse_qs(address.query)))
        self.server.told.append((self.command, f"/v{version}/{path}", body))
        return self.write(version, path, body)

    def is_known(self, version: int) -> bool:
        if version == 2:
            return self.headers["access-token"] == TOKEN
        return self.headers["Authorization"] == f"Bearer {KEY}"

    def read(self, version: int, path: str, query: dict[str, list[str]]) -> Any:
        if path == "events" and version == 2:
            listed = self.server.removed if query["removed"] == ["1"] else self.server.changed
            start = int(query.get("after[]", ["0"])[0])
            more = start + 2 < len(listed)
            return {"total": len(listed), "events": listed[start : start + 2], "after": [start + 2] if more else None}
        if path == "events/schema" and version == 3:
            return {"fields": self.server.form}
        return {"uid": 42, "title": "Agenda de la vallée", "schema": {"fields": self.server.form}}

    def write(self, version: int, path: str, body: Any) -> None:
        if self.command == "DELETE":
            known = self.server.events.pop(path, None)
            return self.give(200 if known else 404, {"deleted": True})
        if path.startswith("locations/"):  # version 3 reads places, and writes none
            return self.give(404, {}) if version == 3 else self.judge(LOCATION, body, {"location": {"uid": 5}})
        own = [field["field"] for field in self.server.form if isinstance(field, dict) and field.get("schemaId")]
        schema = EVENT_INPUT if version == 3 else version_2_event(*own)
        if self.server.refused_field and self.server.refused_field in body:
            errors = [{"field": self.server.refused_field, "message": "not here"}]
            wrapped = {"error": {"code": "validation_error", "message": "no", "errors": errors}}
            return self.give(422, wrapped) if version == 3 else self.give(400, {"errors": errors})
        if self.command == "PUT":
            self.server.events[path] = body
        event = {"uid": 7, "updatedAt": self.server.updated_at}
        return self.judge(schema, body, {"event": event, "success": True} if version == 2 else event)

    def judge(self, schema: Any, body: Any, answer: Any) -> None:
        try:
            jsonschema.validate(body, schema, jsonschema.Draft202012Validator)
        except jsonschema.ValidationError as error:
            return self.give(400, {"error": {"code": "bad_request", "message": error.message}})
        return self.give(200, answer)

    def give(self, status: int, answer: Any) -> None:
        self.send_response(status)
        self.end_headers()
        content = json.dumps(answer).encode()
        is_cut = self.server.loses_its_answers and "/events/ext/" in self.path
        self.wfile.write(content[:5] if is_cut else content)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def log_message(self, format: str, *args: Any) -> None:
        return
