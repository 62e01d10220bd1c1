"""Dates and hours in French: written, and read back (print-and-typography.md 6.3)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cms.dates import (
    DateUnreadable,
    Slot,
    hours_text,
    long_date_html,
    long_date_text,
    read_slots,
    series_text,
    short_date_html,
    short_date_text,
    slots_text,
    time_text,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_long_date():
    assert long_date_text(date(2021, 1, 21)) == "jeudi 21 janvier 2021"


def test_first_of_the_month_is_an_ordinal():
    assert short_date_text(date(2027, 3, 1)) == "1er mars 2027"
    assert short_date_html(date(2027, 3, 1)) == "1<sup>er</sup> mars 2027"
    assert long_date_html(date(2027, 3, 1)) == "lundi 1<sup>er</sup> mars 2027"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (time(9), "9\u00a0h"),
        (time(9, 30), "9\u00a0h\u00a030"),
        (time(14, 5), "14\u00a0h\u00a005"),
        (time(0), "0\u00a0h"),
    ],
)
def test_hour(moment, expected):
    assert time_text(moment) == expected


def test_hours():
    assert plain(hours_text(time(9), time(10))) == "de 9 h à 10 h"
    assert plain(hours_text(time(9, 30))) == "à 9 h 30"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Around 29 March and 25 October 2026 the local hour stays the one announced.
        (datetime(2026, 3, 28, 13, tzinfo=UTC), "14 h"),
        (datetime(2026, 3, 30, 12, tzinfo=UTC), "14 h"),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), "14 h"),
        (datetime(2026, 10, 26, 13, tzinfo=UTC), "14 h"),
    ],
)
def test_aware_times_are_told_in_paris(moment, expected):
    assert plain(time_text(moment)) == expected


def test_the_day_of_an_aware_time_is_the_local_day():
    assert short_date_text(datetime(2026, 7, 14, 22, 30, tzinfo=UTC)) == "15 juillet 2026"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2021-04-02", "2021-04-09", "2021-05-07", "2021-05-21"], "les 2 et 9 avril ainsi que les 7 et 21 mai 2021"),
        (["2021-04-02", "2021-04-09", "2021-04-16"], "les 2, 9 et 16 avril 2021"),
        (["2021-05-25"], "le 25 mai 2021"),
        (["2020-12-18", "2021-01-08", "2021-01-15"], "le 18 décembre 2020 ainsi que les 8 et 15 janvier 2021"),
        (
            ["2021-04-02", "2021-05-01", "2021-06-03"],
            "le 2 avril, le 1er mai ainsi que le 3 juin 2021",
        ),
        (["2021-05-07", "2021-04-02", "2021-04-02"], "le 2 avril ainsi que le 7 mai 2021"),
    ],
)
def test_series(days, expected):
    assert series_text([date.fromisoformat(day) for day in days]) == expected


def test_one_afternoon_is_read_as_one_seance_of_three_hours():
    """S3: « Module 1 »."""
    assert read_slots("Le 16 mars 2021 de 14h à 17h") == [Slot(date(2021, 3, 16), time(14), time(17))]
    assert read_slots("Le 16 mars 2021 de 14h à 17h")[0].duration == timedelta(hours=3)


def test_a_series_is_read_and_written_back():
    """S3: « Module 2 »."""
    slots = read_slots("Les 02 et 09 avril ainsi que les 07 et 21 mai 2021 de 10h à 12h")
    assert [slot.day.isoformat() for slot in slots] == ["2021-04-02", "2021-04-09", "2021-05-07", "2021-05-21"]
    assert {slot.duration for slot in slots} == {timedelta(hours=2)}
    expected = "les 2 et 9 avril ainsi que les 7 et 21 mai 2021, de 10 h à 12 h"
    assert plain(slots_text(slots)) == expected
    assert read_slots(slots_text(slots)) == slots


def test_the_five_dates_of_the_webinars_are_thursdays():
    """S0."""
    text = "21 janvier, 4 février, 18 février, 4 mars et 18 mars"
    assert [slot.day.weekday() for slot in read_slots(text, year=2021)] == [3] * 5


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("jeudi 21 janvier 2021", ["2021-01-21"], (None, None)),
        ("1er mars 2027 à 9h30", ["2027-03-01"], (time(9, 30), None)),
        ("du 20 au 22 mars 2027", ["2027-03-20", "2027-03-21", "2027-03-22"], (None, None)),
        ("du 27 février au 1er mars 2027", ["2027-02-27", "2027-02-28", "2027-03-01"], (None, None)),
        ("le 5 août 2027, 9h30-12h", ["2027-08-05"], (time(9, 30), time(12))),
        ("le 5 AOUT 2027 de 9 heures à 12:15", ["2027-08-05"], (time(9), time(12, 15))),
        ("18 décembre 2020 et 8 janvier 2021", ["2020-12-18", "2021-01-08"], (None, None)),
    ],
)
def test_other_ways_of_saying_it(text, days, hours):
    assert read_slots(text) == [Slot(date.fromisoformat(day), *hours) for day in days]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bientôt", "Aucune date n’a été trouvée. Écrivez par exemple « le 16 mars 2027 de 14 h à 17 h »."),
        ("le 16 mars", "L’année manque après « 16 mars »."),
        ("le 31 avril 2027", "Le 31 avril 2027 n’existe pas."),
        ("le 16 mars 2027 de 17h à 14h", "L’heure de fin précède l’heure de début."),
        ("du 22 au 20 mars 2027", "La date de fin précède la date de début."),
        (
            "le 16 mars 2027 de 9h à 10h puis de 14h à 17h",
            "Plusieurs horaires se suivent : donnez une ligne par horaire.",
        ),
    ],
)
def test_what_cannot_be_read_says_why(text, message):
    with pytest.raises(DateUnreadable) as caught:
        read_slots(text)
    assert str(caught.value) == message


def test_seances_with_other_hours_are_told_apart():
    slots = [Slot(date(2027, 3, 16), time(14), time(17)), Slot(date(2027, 3, 1), time(9), time(12))]
    expected = "le 1er mars 2027, de 9 h à 12 h ; le 16 mars 2027, de 14 h à 17 h"
    assert plain(slots_text(slots)) == expected
