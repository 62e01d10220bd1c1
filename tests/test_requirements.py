"""requirements.txt is the whole of what runs the site: closed, pinned, explained and installed as written."""

import importlib.metadata
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
# Comes with Python or with the virtual environment itself.
COMES_WITH_PYTHON = {"pip", "setuptools", "wheel"}
OURS = ("site", "home", "events", "journal", "newsletter", "tests", "bench")
# Used without being named: by the address of the database, by pytest’s -n, by its fixtures.
IMPLIED = {"psycopg", "xdist", "pytest_playwright"}


@dataclass(frozen=True)
class Line:
    requirement: Requirement
    reason: str

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)


def lines(path: Path) -> list[Line]:
    found = []
    for text in path.read_text().splitlines():
        before, _hash, reason = text.partition("  # ")
        if before and not before.startswith(("#", "-r")):
            found.append(Line(Requirement(before), reason))
    return found


def closure(direct: Iterable[Line]) -> set[str]:
    """Everything that `direct` needs on this machine, itself included, extras followed all the way down."""
    todo = [line.requirement for line in direct]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        wanted = todo.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key not in seen:
            seen.add(key)
            todo += _asked_by(wanted)
    return {name for name, _extras in seen}


def _asked_by(requirement: Requirement) -> list[Requirement]:
    asked = map(Requirement, importlib.metadata.requires(requirement.name) or [])
    return [
        needed
        for needed in asked
        if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in ("", *requirement.extras))
    ]


@pytest.mark.parametrize("paths", [(RUN,), (RUN, DEVELOPMENT)], ids=["run", "development"])
def test_the_lock_is_what_the_explained_dependencies_need_and_no_more(paths: tuple[Path, ...]) -> None:
    locked = [line for path in paths for line in lines(path)]
    assert {line.name for line in locked} == closure(line for line in locked if line.reason) - COMES_WITH_PYTHON


@pytest.mark.parametrize("path", [RUN, DEVELOPMENT], ids=["run", "development"])
def test_what_is_installed_is_what_is_locked(path: Path) -> None:
    installed = {line.name: importlib.metadata.version(line.name) for line in lines(path)}
    assert {line.name: str(line.requirement.specifier).removeprefix("==") for line in lines(path)} == installed


@pytest.mark.parametrize("path", [RUN, DEVELOPMENT], ids=["run", "development"])
def test_direct_dependencies_are_explained_and_the_others_stand_apart(path: Path) -> None:
    names = [line.name for line in lines(path) if line.reason]
    direct, transitive = path.read_text().split("# What those need.")
    assert [line.split("==")[0] for line in direct.splitlines() if "==" in line and "  # " not in line] == []
    assert "  # " not in transitive
    assert len(names) == len(set(names))


def test_the_two_lists_do_not_repeat_each_other() -> None:
    assert {line.name for line in lines(RUN)} & {line.name for line in lines(DEVELOPMENT)} == set()


def test_nothing_is_locked_that_nobody_uses() -> None:
    """Each explained dependency is named by our code, our settings or our tools."""
    names: dict[str, set[str]] = {}
    for module, owners in importlib.metadata.packages_distributions().items():
        for owner in owners:
            names.setdefault(canonicalize_name(owner), set()).add(module)
    files = [path for folder in OURS for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)]
    texts = [path.read_text() for path in [*files, ROOT / "pyproject.toml", ROOT / "Makefile"]]
    words = set(re.findall(r"[\w]+", " ".join(texts))) | IMPLIED
    explained = [line.name for path in (RUN, DEVELOPMENT) for line in lines(path) if line.reason]
    assert [name for name in explained if not words & (names.get(name, set()) | {name})] == []
