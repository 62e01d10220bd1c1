"""The whole proof in front of a sink that counts: kills, dropped replies, leavings (sending.md section 18, 1 and 2).

Short here, on the kind of database of this run; long under `make prove` and `make bench-torture`.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from bench.torture.__main__ import LONG, run
from bench.torture.trial import Scenario

SHORT = Scenario(messages=300, workers=2, kills=5, database_kills=1, dropped=0.05, leavers=12, latency=0.002, grace=1.5)
FAULTS = ("sent_twice", "lost_in_silence", "uncertain_left", "not_sent", "left_after_leaving", "unbalanced")


def check(scenario: Scenario) -> dict[str, Any]:
    result = run(connection.vendor, scenario)
    assert {fault: result[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert (result["messages"], result["left"]) == (scenario.messages, scenario.leavers)
    return result


def test_kills_dropped_replies_and_leavings_double_nothing_and_lose_nothing() -> None:
    result = check(SHORT)
    # A short letter may end before the last kill.
    assert 0 < result["kills"] <= SHORT.kills
    # What is proven would be proven by a sender that never doubts: this one did, and every doubt was lifted.
    assert result["uncertain_seen"] > 0
    assert result["database_kills"] == (1 if connection.vendor == "postgresql" else 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LONG))
def test_twenty_thousand_messages_are_neither_doubled_nor_lost(name: str) -> None:
    scenario = replace(LONG[name], seed=2)
    assert check(scenario)["kills"] == scenario.kills
