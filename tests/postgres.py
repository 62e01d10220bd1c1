"""A PostgreSQL server that lives as long as a run of the tests, made from the installed binaries."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here must survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


class NoServer(Exception):
    """No PostgreSQL could be started; the message says why."""


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Start a server of our own on a Unix socket and give its address; it is removed at the end.

    Raises NoServer when no binaries are installed or when they refuse to start.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="dirigeable-postgresql-"))
    owner = _owner()
    try:
        _prepare(binaries, folder, owner)
        yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        _run(binaries / "pg_ctl", "stop", "--mode=immediate", "-D", str(folder / "data"), owner=owner, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    if not found:
        raise NoServer("PostgreSQL is not installed (sudo apt-get install postgresql)")
    return Path(found).parent


def _owner() -> str | None:
    """Who runs the server: ourselves, or somebody harmless when we are root, whom initdb refuses."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _prepare(binaries: Path, folder: Path, owner: str | None) -> None:
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    # Not the bare C locale, in which « é » is no letter and searches find half of a word.
    initdb = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    _run(binaries / "initdb", *initdb, "-D", str(data), owner=owner)
    settings = " ".join(f"-c {name}={value}" for name, value in FAST.items())
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {settings}"
    _run(
        *(binaries / "pg_ctl", "start", "--wait", "-D", str(data), "-l", str(folder / "log"), "-o", options),
        owner=owner,
    )


def _run(*command: object, owner: str | None, check: bool = True) -> None:
    result = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        user=owner,
        group=pwd.getpwnam(owner).pw_gid if owner else None,
        extra_groups=[] if owner else None,
        # The server inherits the output of pg_ctl: a pipe would never be closed.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if check and result.returncode != 0:
        raise NoServer(f"{Path(str(command[0])).name} of {Path(str(command[0])).parent} failed")
