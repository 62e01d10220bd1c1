"""The report as files: a table for a spreadsheet, pages to send with a request."""

from typing import Any

from django.utils import timezone

from cms.exports import french_csv
from cms.papers import paper
from outbox.sender import current_sender

from .chart import chart_of
from .figures import Group, Report

HIDDEN = "non montré"
HEADERS = ["", "Rendez-vous", "Personnes", "Heures de participation", "dont estimées"]
OUTPUT_HEADERS = ["Places proposées", "Graines de projet", "Articles"]


def rows_of(report: Report) -> list[list[str]]:
    """One row a group, then the whole; what counts people is withheld from a hidden one."""
    return [_row(group, report) for group in (*report.groups, report.total)]


def _row(group: Group, report: Report) -> list[str]:
    figures = [len(group.people), group.hours, group.estimated]
    people = [HIDDEN] * 3 if group.is_hidden else list(map(str, figures))
    # Sessions of a profile are those its people came to: with few people they say who they are.
    sessions = HIDDEN if group.is_hidden and not report.has_outputs else str(len(group.sessions))
    outputs = [str(group.places), str(group.seeds), str(group.articles)] if report.has_outputs else []
    return [group.label, sessions, *people, *outputs]


def headers_of(report: Report) -> list[str]:
    return [*HEADERS, *(OUTPUT_HEADERS if report.has_outputs else [])]


def as_csv(report: Report) -> str:
    return french_csv([headers_of(report), *rows_of(report)])


def as_pdf(report: Report) -> bytes:
    return paper("print/newsletter/impact.html", context_of(report), style="print-events")


def context_of(report: Report) -> dict[str, Any]:
    """What the screen and the paper both show."""
    return {
        "report": report,
        "headers": headers_of(report),
        "rows": rows_of(report),
        "chart": chart_of(report),
        "sender": current_sender(),
        "today": timezone.localdate(),
    }
