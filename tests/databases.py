"""Test databases, migrated once and copied for each process of pytest, SQLite and PostgreSQL at the same time.

Every process migrating its own would pay the same forty seconds again, which is a third of `make test`.
`python -m tests.databases ADDRESS…`, where an empty address is the SQLite file of the test settings.
"""

import gc
import os
import shutil
import subprocess
import sys

import django
from django.db import connection

from tests.run import ROOT, WORKERS


def prepare_all(addresses: list[str]) -> int:
    """Prepare each address in a process of its own; return how many failed."""
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.databases"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings, "TEST_DATABASE_URL": address})
        for address in addresses
    ]
    return sum(process.wait() != 0 for process in running)


def prepare() -> None:
    """Migrate the database of the settings, and leave one copy for each worker under the name that it looks for."""
    gc.disable()  # migrations make and drop model classes by the thousand; the process is short
    django.setup()
    original = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    for worker in range(WORKERS):
        _copy(original, f"{original}_gw{worker}")


def _copy(original: str, copy: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copy(original, copy)
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(prepare_all(sys.argv[1:]))
    prepare()
