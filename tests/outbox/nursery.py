"""Run by `tests.outbox.killing.Nursery`: forks a worker for each line it reads."""

import os
import sys
import traceback
from collections.abc import Callable

import django
from django.conf import settings
from django.core.management import CommandError, call_command


def start(url: str, *arguments: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    settings.OUTBOX_TRANSPORT = url
    os.dup2(2, 1)  # what the worker says goes to the log, not to whoever reads process numbers
    code = 2
    try:
        call_command("outbox", *arguments)
        code = 0
    except CommandError as error:
        os.write(2, str(error).encode())
        code = 1
    except Exception:
        traceback.print_exc()
    os._exit(code)


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def ended(pid: int) -> bool:
    """Whether a worker is gone by itself; then nobody waits for it any more."""
    return os.waitpid(pid, os.WNOHANG)[0] != 0


def main() -> None:
    django.setup()
    for line in sys.stdin:
        order, *words = line.split()
        answer = start(*words) if order == "start" else ORDERS[order](int(words[0]))
        print(int(answer), flush=True)  # noqa: T201


ORDERS: dict[str, Callable[[int], int]] = {"wait": wait, "ended": ended}


if __name__ == "__main__":
    main()
