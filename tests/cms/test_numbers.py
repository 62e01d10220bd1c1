"""Numbers that come in addresses and forms."""

import pytest

from cms.numbers import number_in


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),
        ("9" * 5_000, 0),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        (" 3", 0),
        ("²", 0),
        ("٣", 0),
        ("trois", 0),
    ],
)
def test_what_is_typed_is_a_number_of_our_figures_or_zero(typed: str, number: int) -> None:
    assert number_in(typed) == number
