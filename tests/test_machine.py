"""What `make` does to the machine: installs what is missing when it may, otherwise says the exact line to type."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


class Machine:
    """A machine of our invention: its own commands stand before the real ones."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.log = folder / "apt.log"
        self.packages = folder / "packages.txt"

    def has(self, name: str, script: str) -> None:
        command = self.bin / name
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)

    def needs(self, *lines: str) -> None:
        self.packages.write_text("# comment\n" + "".join(f"{line}\n" for line in lines))

    def prepare(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(ROOT / ".ci" / "system"), str(self.packages)],
            env={"PATH": f"{self.bin}:{os.environ['PATH']}", "LOG": str(self.log)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    found = Machine(tmp_path)
    found.has("python3", "exit 0")
    found.has("apt-get", 'echo "$@" >> "$LOG"')
    found.has("id", "echo 1000")
    found.needs("here  true", "absent  test -e /nowhere", "gone  false")
    return found


def test_nothing_happens_on_a_machine_that_has_everything(machine: Machine) -> None:
    machine.needs("here  true")
    result = machine.prepare()
    assert (result.returncode, result.stdout, result.stderr, machine.log.exists()) == (0, "", "", False)


def test_without_rights_the_exact_line_is_said_and_nothing_is_tried(machine: Machine) -> None:
    result = machine.prepare()
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "  sudo apt-get install absent gone"
    assert not machine.log.exists()


def test_root_installs_what_is_missing_and_only_that(machine: Machine) -> None:
    machine.has("id", "echo 0")
    assert machine.prepare().returncode == 0
    assert machine.log.read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends absent gone",
    ]


def test_an_installation_that_fails_stops_the_command(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "exit 100")
    assert machine.prepare().returncode == 100


def test_an_old_python_is_refused_in_clear(machine: Machine) -> None:
    machine.has("python3", 'case "$1" in -V) echo "Python 3.9.2";; *) exit 1;; esac')
    result = machine.prepare()
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or later is needed; python3 is Python 3.9.2.")


@pytest.mark.parametrize("name", ["apt-run.txt", "apt-test.txt"])
def test_the_lists_of_packages_can_be_read_and_this_machine_satisfies_them(name: str) -> None:
    result = subprocess.run(
        ["bash", str(ROOT / ".ci" / "system"), str(ROOT / ".ci" / name)], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_make_alone_lists_the_commands_and_what_they_are_for() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # we may run under make
    listed = subprocess.run(["make"], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    names = [line.split()[1] for line in listed.splitlines()]
    assert names == ["help", "run", "test", "prove", "lint", "format", "bench-%", "clean"]
    assert all(len(line.split(maxsplit=2)) == 3 for line in listed.splitlines())
