"""Postfix's own generator and its own sink: the most that this machine can carry (smtp-source(1), smtp-sink(1))."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

INSTALL = "bash .ci/system .ci/apt-bench.txt"


class NotInstalled(Exception):
    """Postfix's tools are absent; the message says how to have them."""


def tool(name: str) -> str:
    """Path of a tool that Postfix keeps in /usr/sbin. Raises NotInstalled."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/postfix/sbin")
    if not found:
        raise NotInstalled(f"{name} is not installed: {INSTALL}")
    return found


@contextlib.contextmanager
def listening() -> Iterator[str]:
    """A sink that accepts everything and keeps nothing. Gives its `host:port`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    sink = subprocess.Popen([tool("smtp-sink"), *user, place, "1000"], stdout=subprocess.DEVNULL)
    try:
        _wait_for(place)
        yield place
    finally:
        sink.terminate()
        sink.wait()


def _wait_for(place: str) -> None:
    host, port = place.split(":")
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        time.sleep(0.05)
    raise NotInstalled(f"smtp-sink did not open {place}")


def flood(place: str, *, messages: int, size: int, sessions: int = 4) -> float:
    """Messages a second of `smtp-source -s 4`, which composes nothing and remembers nothing."""
    command = [tool("smtp-source"), "-s", str(sessions), "-m", str(messages), "-l", str(size), "-d", place]
    begun = time.monotonic()
    subprocess.run(command, check=True)
    return messages / (time.monotonic() - begun)
