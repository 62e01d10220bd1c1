"""Nothing but `events.services` writes a registration or the counters of a session (registration.md section 3)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.PROJECT_DIR
OURS = ("config", "newsletter", "journal", "events", "home", "people", "outbox", "cms")
GUARDED = {"Registration", "Session", "Quota"}
RELATIONS = {"registrations", "sessions", "quotas"}
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete", "save",
    "acreate", "asave", "aupdate", "adelete",
}  # fmt: skip
# Django's own login sessions have the same name.
NOT_OURS = {ROOT / "site" / "config" / "chores.py"}


def modules() -> Iterator[Path]:
    for name in OURS:
        folder = ROOT / "site" / name if (ROOT / "site" / name).is_dir() else ROOT / name
        for path in folder.rglob("*.py"):
            inside_the_door = path.is_relative_to(ROOT / "events" / "services")
            if not inside_the_door and "migrations" not in path.parts and path not in NOT_OURS:
                yield path


def writes(path: Path) -> Iterator[str]:
    """Calls such as `Registration.objects.filter(…).update(…)`, `session.registrations.create(…)`, `Session(…)`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in GUARDED:
            yield f"{path.name}:{node.lineno} {node.func.id}(…)"
        if isinstance(node.func, ast.Name) and node.func.id in {"insert", "update"}:
            names = {n.id for argument in node.args for n in ast.walk(argument) if isinstance(n, ast.Name)}
            if {"registration", "session"} & names:
                yield f"{path.name}:{node.lineno} {node.func.id}(…)"
        if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            names = {n.id for n in ast.walk(node.func.value) if isinstance(n, ast.Name)}
            names |= {n.attr for n in ast.walk(node.func.value) if isinstance(n, ast.Attribute)}
            variables = {"registration", "session"} & names
            if GUARDED & names or RELATIONS & names or (variables and path.is_relative_to(ROOT / "events")):
                yield f"{path.name}:{node.lineno} .{node.func.attr}()"


def test_nothing_but_the_services_writes_registrations_or_sessions() -> None:
    assert [found for path in modules() for found in writes(path)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    services = ROOT / "events" / "services"
    found = {path.name for path in services.glob("*.py") if list(writes(path))}
    assert found == {
        "announcing.py",
        "asking.py",
        "calendars.py",
        "cloning.py",
        "enclosing.py",
        "forgetting.py",
        "importing.py",
        "moving.py",
        "places.py",
        "quotas.py",
        "sessions.py",
    }
