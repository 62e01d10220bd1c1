"""The rules of the house about who may know whom, and where things stand."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field
from importlinter.cli import lint_imports

from cms.fields import StreamField

ROOT: Path = settings.PROJECT_DIR
# Each may import what stands to its right, and nothing to its left.
LAYERS = ("config", "newsletter", "journal", "events", "home", "people", "outbox", "cms")
FOLDERS = {name: ROOT / "site" / name if (ROOT / "site" / name).is_dir() else ROOT / name for name in LAYERS}
# Only the commands that make the demonstration know the factories.
MAY_USE_FACTORIES = "config"


def modules(*, migrations: bool = False) -> list[Path]:
    """Python files of our apps, in a stable order."""
    found = sorted(path for folder in FOLDERS.values() for path in folder.rglob("*.py"))
    return [path for path in found if migrations or "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def app_of(path: Path) -> str:
    return next(name for name, folder in FOLDERS.items() if path.is_relative_to(folder))


def imported_by(node: ast.AST) -> Iterator[str]:
    """First name of each absolute import made by `node`."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.module.split(".")[0]


def every_import(path: Path) -> Iterator[tuple[ast.AST, str, bool]]:
    """Each import of a file: its node, the first name imported, and whether it hides inside a function."""
    tree = ast.parse(path.read_text())
    inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if inner is not node
    }
    for node in ast.walk(tree):
        for name in imported_by(node):
            yield node, name, node in inside


def is_left_of(name: str, app: str) -> bool:
    return name in LAYERS and LAYERS.index(name) < LAYERS.index(app)


def test_each_app_imports_only_what_stands_to_its_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT), str(ROOT / "site"), *sys.path])
    # Its own logging would silence every logger that exists, for all the tests that follow.
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_the_linter_and_this_file_speak_of_the_same_layers() -> None:
    contract = re.search(r"^layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert contract
    assert tuple(re.findall(r'"(\w+)"', contract[1])) == LAYERS


def test_no_import_hides_in_a_function_to_close_a_circle() -> None:
    """Import-linter sees these too; what it cannot see is a name given to importlib or get_model."""
    hidden = [
        f"{name_of(path)}:{node.lineno} imports {name}"
        for path in modules(migrations=True)
        for node, name, inside in every_import(path)
        if inside and is_left_of(name, app_of(path))
    ]
    by_name = [
        f"{name_of(path)} names {name}"
        for path in modules()
        for name in re.findall(r"(?:import_module|get_model|__import__)\(\s*f?[\"'](\w+)", path.read_text())
        if is_left_of(name, app_of(path))
    ]
    assert hidden + by_name == []


def test_only_the_top_layer_uses_the_factories_of_the_tests() -> None:
    assert [
        name_of(path)
        for path in modules()
        for _node, name, _inside in every_import(path)
        if name == "tests" and app_of(path) != MAY_USE_FACTORIES
    ] == []


def test_no_relation_points_to_an_app_on_the_left() -> None:
    assert [
        f"{field.model._meta.label}.{field.name} points to {target}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LAYERS
        for field in model._meta.get_fields(include_parents=False)
        if isinstance(field, Field) and field.is_relation and field.related_model
        for target in [field.related_model._meta.app_label]
        if is_left_of(target, model._meta.app_label) and not is_given_by_a_framework(field)
    ] == []


def is_given_by_a_framework(field: Field) -> bool:
    """Wagtail's abstract models (Image, Document) note which account made them: not our choice, and only that."""
    target = field.related_model._meta.label
    if target != settings.AUTH_USER_MODEL:
        return False
    return any(
        parent.__module__.startswith("wagtail.") and field.name in {own.name for own in parent._meta.local_fields}
        for parent in field.model.__mro__
        if hasattr(parent, "_meta")
    )


def test_site_is_a_plain_folder() -> None:
    """With an __init__.py Python's own `site` can be hijacked, and Django disappears."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_site_is_not_ignored_by_git() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    files = ["site/config/urls.py", "site/cms/models/pages.py", "site/static/css/main.css"]
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ignored.stdout == ""


def test_every_streamfield_is_ours_and_migrates_without_its_blocks() -> None:
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in LAYERS
        for field in model._meta.local_fields
        if hasattr(field, "stream_block")
    ]
    assert fields, "pages have stream fields"
    for field in fields:
        _name, path, arguments, keywords = field.deconstruct()
        assert (type(field), path, arguments, "block_lookup" in keywords) == (
            StreamField,
            "cms.fields.StreamField",
            [[]],
            False,
        ), field


def test_no_migration_holds_a_block() -> None:
    assert [
        name_of(path)
        for path in modules(migrations=True)
        if "migrations" in path.parts and re.search(r"block_lookup|wagtail\.blocks|Block\(", path.read_text())
    ] == []


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common", "tools"])
def test_no_module_is_named_after_nothing(name: str) -> None:
    places = [*FOLDERS.values(), ROOT / "tests", ROOT / "bench"]
    assert [name_of(path) for place in places for path in place.rglob(f"{name}*") if path.suffix in {"", ".py"}] == []


def test_views_blocks_and_template_tags_write_nothing() -> None:
    """A rule lives in services.py: what shows or parses calls it and saves nothing itself."""
    writes = re.compile(r"\.(?:objects\.create|bulk_create|bulk_update|update_or_create|get_or_create)\(")
    showing = {"views", "blocks", "templatetags", "context_processors"}
    assert [
        name_of(path)
        for path in modules()
        if showing & {path.stem, *path.relative_to(ROOT).parts} and writes.search(path.read_text())
    ] == []


def test_today_is_the_day_in_france_and_sleep_is_left_to_the_supervisor() -> None:
    utc_today = re.compile(r"timezone\.now\(\)\.date\(\)|date\.today\(\)|datetime\.now\(\)|datetime\.utcnow\(")
    assert [name_of(path) for path in modules() if utc_today.search(path.read_text())] == []


def test_no_module_grows_past_what_one_can_read() -> None:
    """About 300 lines, then it becomes a package split by what it is about."""
    assert [f"{name_of(path)}: {lines}" for path in modules() if (lines := path.read_text().count("\n")) > 320] == []
