"""The runner of `make test`: a red run never closes on a green line, and a run without tests is no success."""

import sys
from pathlib import Path

import pytest

from tests import run
from tests.postgres import NoServer
from tests.run import Step


def python(code: str, **options: bool) -> Step:
    return Step("a step", [sys.executable, "-c", code], **options)


@pytest.mark.parametrize(
    ("printed", "status", "expected"),
    [
        ("12 passed in 3.21s", 0, (True, 12, 0)),
        ("=== 1 failed, 12 passed, 3 deselected in 63.21s (0:01:03) ===", 1, (False, 12, 1)),
        ("2 passed, 1 error in 0.10s", 1, (False, 2, 1)),
        ("3 passed, 2 errors in 0.10s", 1, (False, 3, 2)),
        ("Traceback: no such plugin", 4, (False, 0, 1)),
        ("5 passed in 1.00s", 1, (False, 5, 1)),
        ("no tests ran in 0.01s", 5, (False, 0, 0)),
        ("9 deselected in 0.01s", 5, (False, 0, 0)),
    ],
)
def test_a_step_counts_what_pytest_says_at_the_end(
    printed: str, status: int, expected: tuple[bool, int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    step = python(f"import sys; print({printed!r}); sys.exit({status})", counts_tests=True)
    run.run(step, {})
    assert (step.ok, step.passed, step.failed) == expected


def test_proofs_may_be_absent(capsys: pytest.CaptureFixture[str]) -> None:
    step = python("import sys; print('no tests ran in 0.01s'); sys.exit(5)", counts_tests=True, may_be_empty=True)
    run.run(step, {})
    assert (step.ok, step.note) == (True, "no test")


def steps(*, style_ok: bool = True, tests_ok: bool = True) -> list[Step]:
    return [
        Step("ruff check", [], ok=style_ok),
        Step("tests", [], counts_tests=True, ok=tests_ok, passed=40, failed=0 if tests_ok else 2),
        Step("browser tests", [], counts_tests=True, ok=True, passed=3),
    ]


@pytest.mark.parametrize(
    ("style_ok", "tests_ok", "no_postgresql", "ci", "status", "closing"),
    [
        (True, True, "", "true", 0, "43 passed, 0 failed"),
        (False, True, "", "true", 1, "43 passed, 1 failed"),
        (True, False, "", "true", 1, "43 passed, 2 failed"),
        (True, True, "not installed", "", 0, "43 passed, 0 failed"),
        (True, True, "not installed", "true", 1, "43 passed, 1 failed"),
    ],
)
def test_the_run_ends_on_the_sum_alone_on_its_line(
    style_ok: bool,
    tests_ok: bool,
    no_postgresql: str,
    ci: str,
    status: int,
    closing: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", ci)
    assert run.report(steps(style_ok=style_ok, tests_ok=tests_ok), no_postgresql, counted=True) == status
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == closing
    assert [line for line in printed if line.startswith("NOT RUN")] == (
        [f"NOT RUN  on PostgreSQL: {no_postgresql}. Give a server: TEST_DATABASE_URL=postgres://…"]
        if no_postgresql
        else []
    )


def test_without_postgresql_the_reason_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise NoServer("PostgreSQL is not installed")

    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(run, "temporary_cluster", refuse)
    with run.postgresql() as found:
        assert found == (None, "PostgreSQL is not installed")


def test_the_environment_of_the_steps_carries_no_setting_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIRIGEABLE_DATABASE_URL", "postgres://the-real-one/")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.production")
    with run.clean_environment() as env:
        folder = Path(env["DIRIGEABLE_VAR_DIR"])
        assert folder.is_dir()
        assert {name for name in env if name.startswith(("DIRIGEABLE_", "DJANGO_"))} == {"DIRIGEABLE_VAR_DIR"}
    assert not folder.exists()


def test_databases_are_migrated_before_any_test_and_only_once() -> None:
    given = "postgres://somewhere/else"
    for steps in (run.suite(given), run.proofs(given)):
        first, *others = steps
        assert (first.name, first.command[-2:]) == ("test databases", ["", given])
        assert not any("--create-db" in step.command for step in others)
