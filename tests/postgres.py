"""A PostgreSQL server that lives as long as a run of the tests, made from the installed binaries."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

# Nothing here must survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


class NoServer(Exception):
    """No PostgreSQL could be started; the message says why."""


class Cluster:
    """A server of our own on a Unix socket, in a folder of its own; `settings` are PostgreSQL's."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.binaries = _binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="dirigeable-postgresql-"))
        self.owner = _owner()
        self.settings = settings
        self.url = f"postgres://postgres@{str(self.folder).replace('/', '%2F')}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def create(self) -> None:
        if self.owner:
            shutil.chown(self.folder, self.owner)
        # Not the bare C locale, in which « é » is no letter and searches find half of a word.
        initdb = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(self.binaries / "initdb", *initdb, "-D", str(self.data), owner=self.owner)

    def start(self) -> None:
        """Raises NoServer when it refuses to start."""
        settings = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} {settings}"
        _run(
            *(self.binaries / "pg_ctl", "start", "--wait", "-D", str(self.data), "-l", str(self.folder / "log")),
            *("-o", options),
            owner=self.owner,
        )

    def kill(self) -> None:
        """SIGKILL of the server and of everything it started, as a machine that loses its power would."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        family = [postmaster, *_children(postmaster)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}").exists() for pid in family):
            time.sleep(0.01)

    def remove(self) -> None:
        stop = (self.binaries / "pg_ctl", "stop", "--mode=immediate", "-D", str(self.data))
        _run(*stop, owner=self.owner, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    """Process numbers of what `parent` started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(parent):
                found.append(int(stat.parent.name))
    return found


@contextmanager
def temporary_cluster(settings: Mapping[str, str] = FAST) -> Iterator[Cluster]:
    """Start a server, and remove it at the end.

    Raises NoServer when no binaries are installed or when they refuse to start.
    """
    cluster = Cluster(settings)
    try:
        cluster.create()
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


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
