"""Which worker is this, and is that one still alive?

A name says enough to answer on the same machine, and nothing is guessed about another one: there, only the
end of the lease speaks.
"""

import os
import socket
from pathlib import Path


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Start time of a running process in clock ticks since boot: a number given again is another process."""
    stat = _read(f"/proc/{pid}/stat")
    fields = stat.rpartition(")")[2].split()
    # Z and X: ended, and not yet buried by the process that started it.
    return fields[19] if len(fields) > 19 and fields[0] not in "ZX" else ""


def _place() -> str:
    """This boot of this machine and this space of process numbers (a container has its own)."""
    boot = _read("/proc/sys/kernel/random/boot_id").strip()[:13]
    try:
        space = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        space = ""
    return f"{boot}.{space}" if boot and space else ""


def worker_name(pid: int | None = None) -> str:
    """`host/pid/start/place` of this process."""
    pid = pid or os.getpid()
    return f"{socket.gethostname()[:60]}/{pid}/{_started(pid)}/{_place()}"


def is_dead(worker: str) -> bool:
    """True only when `worker` ran here, under this boot, and its process is gone."""
    _host, _, rest = worker.partition("/")
    pid, _, rest = rest.partition("/")
    started, _, place = rest.partition("/")
    if not (place and started and pid.isdecimal() and place == _place()):
        return False
    return _started(int(pid)) != started
