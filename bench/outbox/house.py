"""Run by `bench.outbox` for one database: a Django of its own that makes tables, letters and real workers.

Reads one order a line on its standard input, as JSON, and answers each with one line of JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Max, Min

from bench.tables import make_tables

from . import letter

PURPOSE = "bench"
# The longest a letter may take before the run is given up.
PATIENCE = 300.0


def grant_permits(number: int) -> None:
    """Permits of as many people, made without counting the time: they exist long before a letter is sent."""
    from django.utils import timezone

    from outbox.addresses import address_hash
    from outbox.models import Permit

    held, now = Permit.objects.filter(purpose=PURPOSE).count(), timezone.now()
    addresses = (f"lectrice{rank}@exemple{rank % 997}.example" for rank in range(held, number))
    if connection.vendor == "postgresql":
        columns = "address, address_hash, purpose, granted_at, revoke_reason"
        with connection.cursor() as cursor, cursor.copy(f"COPY outbox_permit ({columns}) FROM STDIN") as copy:
            for address in addresses:
                copy.write_row((address, address_hash(address), PURPOSE, now, ""))
    else:
        permits = (
            Permit(address=address, address_hash=address_hash(address), purpose=PURPOSE, granted_at=now)
            for address in addresses
        )
        Permit.objects.bulk_create(permits, batch_size=5_000)


def recipients(number: int) -> Iterator[Any]:
    from outbox.models import Permit
    from outbox.services import PermitKey, Recipient

    permits = Permit.objects.filter(purpose=PURPOSE).order_by("pk")[:number]
    for row in permits.values_list("pk", "address", "address_hash").iterator(chunk_size=5_000):
        permit = PermitKey(*row)
        values = {"leave_url": f"https://asso.example/infolettre/quitter/{permit.address_hash}"}
        yield Recipient(permit.address, permit, values)


def freeze(number: int) -> Any:
    """A mailing of `number` people, frozen and not released."""
    from outbox.services import create_mailing, freeze_content

    content = freeze_content(
        subject=letter.SUBJECT,
        html=letter.html(),
        text=letter.text(),
        headers={
            "List-Unsubscribe": "<%%leave_url%%>, <mailto:quitter@asso.example>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    return create_mailing(
        label="Banc d’essai", reference="", content=content, purpose=PURPOSE, recipients=recipients(number)
    )


def start_worker() -> int:
    """A real `manage.py outbox`, forked so that Python and Django start once."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    os.dup2(2, 1)
    code = 1
    try:
        call_command("outbox")
        code = 0
    finally:
        os._exit(code)


def send(number: int, workers: int) -> dict[str, float]:
    """Send one letter with so many workers, which wait for it already. Seconds from the first departure to the last
    end, as the rows say.
    """
    from outbox.models import Mailing, Message
    from outbox.services import release_mailing
    from outbox.tasks import nudge

    grant_permits(number)
    mailing = freeze(number)
    herd = [start_worker() for _ in range(workers)]
    time.sleep(0.5)
    release_mailing(mailing=mailing)
    nudge.call()  # what the queue would do, so that all begin together
    deadline = time.monotonic() + PATIENCE
    while Mailing.objects.filter(pk=mailing.pk, state="running").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    processor, memory = stop(herd)
    messages = Message.objects.filter(mailing=mailing)
    accepted = messages.filter(state="accepted").count()
    if accepted != number:
        raise RuntimeError(f"{accepted} of {number} accepted")
    span = messages.aggregate(first=Min("departed_at"), last=Max("settled_at"))
    return {
        "seconds": (span["last"] - span["first"]).total_seconds(),
        "cpu": processor,
        "memory": memory,
    }


def stop(herd: list[int]) -> tuple[float, float]:
    """Seconds of processor of all, and megabytes of the largest."""
    processor, largest = 0.0, 0.0
    for pid in herd:
        os.kill(pid, 15)
        _pid, _status, used = os.wait4(pid, 0)
        processor += used.ru_utime + used.ru_stime
        largest = max(largest, used.ru_maxrss / 1024)
    return processor, largest


def prepare(number: int) -> dict[str, float]:
    """Freeze the audience of a letter, and let one worker begin it. Seconds of the first, megabytes of the second."""
    from outbox.services import pause_mailing, release_mailing

    # Forked first: what the preparation weighs is not what a worker weighs.
    worker = start_worker()
    grant_permits(number)
    begun = time.monotonic()
    mailing = freeze(number)
    elapsed = time.monotonic() - begun
    release_mailing(mailing=mailing)
    time.sleep(10.0)
    pause_mailing(mailing=mailing)
    processor, memory = stop([worker])
    return {"seconds": elapsed, "cpu": processor, "memory": memory}


def versions() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        (database,) = cursor.fetchone()
    return {"django": django.get_version(), "database": str(database).split(",")[0]}


def main() -> None:
    django.setup()
    Path(settings.OUTBOX_MAIL_DIR).mkdir(parents=True, exist_ok=True)
    orders: dict[str, Callable[..., Any]] = {
        "make_tables": make_tables,
        "send": send,
        "prepare": prepare,
        "versions": versions,
    }
    for line in sys.stdin:
        order = json.loads(line)
        name = order.pop("order")
        answer = orders[name](**order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
