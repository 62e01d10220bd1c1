"""Signed links: one action on one thing, for a time (law.md L-05, L-06)."""

from datetime import timedelta

import pytest
import time_machine

from people.links import LinkExpired, LinkInvalid, TokenMaker, make_token, read_token


def test_a_link_gives_back_what_it_was_made_for() -> None:
    assert read_token("confirm", make_token("confirm", {"id": 12, "a": "é"})) == {"id": 12, "a": "é"}


def test_a_link_for_one_action_does_not_serve_another() -> None:
    with pytest.raises(LinkInvalid):
        read_token("cancel", make_token("confirm", 12))


@pytest.mark.parametrize("alteration", ["cut", "changed", "longer", "empty", "nul", "huge", "accents", "colons"])
def test_an_altered_link_is_invalid(alteration: str) -> None:
    token = make_token("confirm", 12)
    altered = {
        "cut": token[:-3],
        "changed": ("X" if token[0] != "X" else "Y") + token[1:],
        "longer": token + "A",
        "empty": "",
        "nul": "\x00",
        "huge": "x" * 100_000,
        "accents": "é" * 20,
        "colons": ":::",
    }[alteration]
    with pytest.raises(LinkInvalid):
        read_token("confirm", altered)


def test_a_link_expires_after_its_time() -> None:
    with time_machine.travel("2027-03-01 12:00+01:00", tick=False):
        token = make_token("confirm", 12)
    week = timedelta(days=7)
    with time_machine.travel("2027-03-08 11:59+01:00", tick=False):
        assert read_token("confirm", token, max_age=week) == 12
    with time_machine.travel("2027-03-08 12:01+01:00", tick=False), pytest.raises(LinkExpired):
        read_token("confirm", token, max_age=week)


def test_a_link_without_limit_works_for_years() -> None:
    """L-06"""
    with time_machine.travel("2027-03-01 12:00+01:00", tick=False):
        token = make_token("leave", 12)
    with time_machine.travel("2037-03-01 12:00+01:00", tick=False):
        assert read_token("leave", token) == 12


def test_a_link_can_stand_in_an_address() -> None:
    token = make_token("confirm", "été/?&#")
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:")


def test_tokens_made_together_are_those_that_django_signs() -> None:
    """sending.md section 16: a million leaving links, each the same as if it were made alone."""
    maker = TokenMaker("leave")
    for value in ("a", ["é", 12], {"id": 1}):
        assert maker.make(value).split(":")[0] == make_token("leave", value).split(":")[0]
        assert read_token("leave", maker.make(value), max_age=timedelta(minutes=5)) == value
        with pytest.raises(LinkInvalid):
            read_token("cancel", maker.make(value))
