"""A measure with a database of its own: in this process, or in another for each database there is."""

import atexit
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.tables import make_house_tables

ROOT = Path(__file__).resolve().parent.parent


def open_house(name: str = "") -> None:
    """Django, in silence, and every table of the house: in the database that the environment gives, or with a `name`
    in a folder that goes with the process."""
    if name:
        folder = tempfile.TemporaryDirectory(prefix=f"bench-{name}-")
        atexit.register(folder.cleanup)
        os.environ |= {"DIRIGEABLE_VAR_DIR": folder.name, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    sys.path.insert(0, str(ROOT / "site"))
    import django

    django.setup()
    logging.disable(logging.WARNING)
    make_house_tables()


def on_each_database(module: str, *inside: str, together: int = 1) -> dict[str, dict[str, Any]]:
    """The JSON on the last line of `python -m module inside…`, by the name of the database; `together` at once."""
    with _databases() as found, ThreadPoolExecutor(together) as hands:
        answers = hands.map(lambda address: _answer(address, module, *inside), found.values())
        return dict(zip(found, answers, strict=True))


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    """The address of each database to measure: a file, and a PostgreSQL of its own when one can be started."""
    from tests.postgres import NoServer, temporary_cluster

    with tempfile.TemporaryDirectory(prefix="bench-file-") as folder:
        file = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        try:
            with temporary_cluster() as cluster:
                yield file | {"PostgreSQL": cluster.url}
        except NoServer as error:
            print(f"PostgreSQL is left out: {error}")
            yield file


def _answer(address: str, module: str, *inside: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-var-") as var:
        env = {**os.environ, "TEST_DATABASE_URL": address, "DIRIGEABLE_VAR_DIR": var}
        env["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        command = [sys.executable, "-m", module, *inside]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
