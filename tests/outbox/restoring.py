"""Run by `test_restore`: a letter is leaving, `pg_dump` is taken, life goes on, `pg_restore` puts the dump back.

Real server, real dump, real workers. Prints one line of JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.postgres import Cluster, temporary_cluster

ROOT = Path(__file__).parents[2]
PEOPLE = 2_000  # so many that the dump is taken while they leave


def tool(cluster: Cluster, name: str, *arguments: str) -> None:
    where = ("--host", str(cluster.folder), "--username", "postgres")
    subprocess.run([str(cluster.binaries / name), *where, *arguments], check=True)


def wait_until(ready: Any) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def live_and_restore(cluster: Cluster, folder: Path) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from outbox.models import Instance, Mailing, Message, Permit, Suppression
    from outbox.services import closed_instance, erase_address, look, release_mailing, reopen, revoke_permit, suppress

    from .builders import a_confirmation, a_mailing
    from .killing import Nursery
    from .sinks import ScriptedSink, listening

    # All the tables of the house: what people had erased is erased again wherever it may stand.
    call_command("migrate", verbosity=0)
    nursery, dump = Nursery(folder), str(folder / "letter.dump")
    with listening(ScriptedSink()) as sink:
        mailing = a_mailing(PEOPLE)
        a_confirmation(to="inscrite@exemple.example")
        worker = nursery.start(sink.url)
        wait_until(lambda: len(sink.accepted) > PEOPLE // 3)
        tool(cluster, "pg_dump", "--format=custom", "--file", dump, "postgres")
        wait_until(lambda: not mailing.counts().waiting)
        erase_address(address="lectrice0@exemple.example")
        revoke_permit(permit=Permit.objects.get(address="lectrice1@exemple.example"), reason="partie")
        suppress(address="lectrice2@exemple.example", scope="letter", reason="plainte")
        time.sleep(2)  # the worker says that it is alive, as it does while a site lives on
        nursery.stop(worker)
        before, epoch = len(sink.accepted), Instance.objects.get().epoch
        connection.close()
        tool(cluster, "pg_restore", "--clean", "--if-exists", "--dbname", "postgres", dump)
        restored = {"waiting": mailing.counts().waiting, "younger": Instance.objects.get().epoch < epoch}
        worker = nursery.start(sink.url)
        look(timezone.now())
        time.sleep(3)
        silent = len(sink.accepted) == before
        held = {"closed": closed_instance() is not None, "state": Mailing.objects.get().state}
        reopen(resend=False)
        time.sleep(2)
        still = len(sink.accepted) == before
        release_mailing(mailing=Mailing.objects.get())  # somebody decides that the rest leaves
        wait_until(lambda: not mailing.counts().waiting)
        nursery.stop(worker)
        late = [received.address for received in sink.accepted[before:]]
    nursery.close()
    gone = [f"lectrice{number}@exemple.example" for number in range(3)]
    return {
        **restored,
        **held,
        "silent": silent,
        "silent_once_open": still,
        "written_to_again": sorted(set(late) & set(gone)),
        "erased_back": Permit.objects.filter(address=gone[0]).count() + Message.objects.filter(address=gone[0]).count(),
        "suppressed": Suppression.objects.count(),
        "left_standing": Permit.objects.standing().filter(address=gone[1]).count(),
        "balanced": mailing.counts().balanced,
    }


def main() -> None:
    with temporary_cluster() as cluster, tempfile.TemporaryDirectory(prefix="restore-") as place:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DIRIGEABLE_DATABASE_URL": cluster.url,
            "DIRIGEABLE_VAR_DIR": place,
            "DIRIGEABLE_LOG_LEVEL": "CRITICAL",
        }
        sys.path.insert(0, str(ROOT / "site"))
        import django

        django.setup()
        from django.db import connection

        try:
            print(json.dumps(live_and_restore(cluster, Path(place))))  # noqa: T201
        finally:
            connection.close()


if __name__ == "__main__":
    main()
