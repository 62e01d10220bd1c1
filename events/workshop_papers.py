"""What is printed around a workshop: the board on A3, numbered sheets, tables, the charter."""

import hashlib

from django.conf import settings
from django.urls import reverse

from cms.papers import largest_paper, paper
from cms.qr import qr_svg_uri
from outbox.sender import current_sender

from .boards import Board
from .forms.rooms import ROOM_KINDS, SHEET_LINES
from .models import Cadre, Room, WorkshopPage
from .services.seating import faults_in, seated

STYLE = "print-workshop"
# Sizes of the letters, in points: the largest that holds on the sheets wanted; below, it takes more sheets.
BOARD_SIZES = (15, 13, 11, 9.5, 8)
TABLES_SIZES = (20, 17, 14, 12, 10.5)


def board_paper(workshop: WorkshopPage, board: Board) -> bytes:
    """Two columns on one A3 sheet, landscape, in letters as large as they can be; more sheets at the smallest."""
    context = {"workshop": workshop, "board": board, "sender": current_sender(), "address": _address(workshop)}
    return largest_paper("print/events/board.html", context, style=STYLE, sizes=BOARD_SIZES, sheets=1)


def fingerprint_of(board: Board) -> str:
    """Of everything written on the sheet."""
    columns = [*(column for pair in board.pairs for column in pair), *board.others]
    said = [
        (
            card.number,
            card.text,
            card.names,
            [voice.text for voice in card.other_words],
            [a.number for a in card.answers],
        )
        for column in columns
        for card in column.cards
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def sheets_paper(room: Room, *, first: int, number: int) -> bytes:
    """Sheets to fill in by hand, numbered from `first`, with the code that leads to the same form on a telephone."""
    address = phone_url(room)
    context = {
        "workshop": room.workshop,
        "numbers": range(first, first + number),
        "lines": range(1, SHEET_LINES + 1),
        "kinds": [label for _kind, label in ROOM_KINDS],
        "address": address,
        "code": qr_svg_uri(address),
    }
    return paper("print/events/sheets.html", context, style=STYLE)


def tables_paper(room: Room) -> bytes:
    """One poster with everybody by table, then one sheet for each table, to be read from afar."""
    tables = seated(room)
    context = {"workshop": room.workshop, "tables": tables, "faults": faults_in(tables)}
    return largest_paper("print/events/tables.html", context, style=STYLE, sizes=TABLES_SIZES, sheets=1 + len(tables))


def cadre_paper(cadre: Cadre) -> bytes:
    address = f"{settings.WAGTAILADMIN_BASE_URL}{cadre.get_absolute_url()}"
    context = {"cadre": cadre, "sender": current_sender(), "address": address}
    return paper("print/events/cadre.html", context, style=STYLE)


def phone_url(room: Room) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:phone', args=[room.phone_key])}"


def wall_url(room: Room) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:wall', args=[room.wall_key])}"


def typing_url(room: Room) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:sheets', args=[room.typing_key])}"


def _address(workshop: WorkshopPage) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:board', args=[workshop.pk])}"
