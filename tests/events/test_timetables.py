"""A déroulé pasted as organisers write it (S0-18)."""

from datetime import time

import pytest

from events.services import Moment
from events.timetables import TimetableUnreadable, read_timetable, write_timetable

S0 = """9h à 9h05 - Connexion, accueil café virtuel et déroulé programme ;
9h05 à 9h30 - Pitch du projet | 75 secondes chacun
9h30 – 9h50 : Point de sensibilisation formel ;

10h00 - Déconnexion."""


def test_the_common_format_of_the_series_is_read_as_it_is_pasted() -> None:
    assert read_timetable(S0) == [
        Moment(time(9), time(9, 5), "Connexion, accueil café virtuel et déroulé programme"),
        Moment(time(9, 5), time(9, 30), "Pitch du projet", "75 secondes chacun"),
        Moment(time(9, 30), time(9, 50), "Point de sensibilisation formel"),
        Moment(time(10), None, "Déconnexion."),
    ]


def test_what_is_written_back_reads_the_same() -> None:
    moments = read_timetable(S0)
    text = write_timetable(moments)
    assert text.splitlines()[1] == "9 h 05 – 9 h 30 : Pitch du projet | 75 secondes chacun"
    assert read_timetable(text) == moments


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Accueil café", "Ligne 1"),
        ("9h : Accueil\n25h : Fin", "Ligne 2"),
        ("9h : Accueil\n8h : Avant", "commence avant"),
        ("10h à 9h : À rebours", "la fin précède"),
        ("9h", "ne se lit pas"),
        ("9h : " + "x" * 201, "200 signes"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(TimetableUnreadable, match=said):
        read_timetable(text)
