"""A real dump of a database whose letter was leaving, restored by pg_restore (sending.md section 18, test 3)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="pg_dump is of PostgreSQL")
def test_a_real_dump_restored_sends_nothing_and_brings_nobody_back() -> None:
    assert connection.vendor == "postgresql"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.outbox.restoring"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found.pop("waiting") > 0
    assert found == {
        "younger": True,
        "closed": True,
        "state": "paused",
        "silent": True,
        "silent_once_open": True,
        "written_to_again": [],
        "erased_back": 0,
        "suppressed": 1,
        "left_standing": 0,
        "balanced": True,
    }
