"""What is printed for the day: attendance sheets, round-table sheets, certificates; with the fonts of the house."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.papers import paper
from cms.qr import qr_svg_uri
from outbox.sender import current_sender

from .attendance import attendance_of
from .enums import EventRole, QuestionTopic
from .half_days import half_days_of
from .models import Answer, Certificate, EventPerson, Registration, Session

STYLE = "print-events"
# Lines left blank for people who come without having registered.
BLANK_LINES = 5


def attendance_sheet(session: Session) -> bytes:
    """One page or more for each half-day: participants, hours, a box to sign for each, and the trainer's (T-01)."""
    people = EventPerson.objects.filter(event=session.event_id, role__in=[EventRole.TRAINER, EventRole.FACILITATOR])
    here = people.filter(session=None) | people.filter(session=session)
    context = {
        "session": session,
        "event": session.event,
        "module": session.module,
        "halves": half_days_of(session),
        "lines": attendance_of(session),
        "blank": range(BLANK_LINES),
        "leaders": list(here.select_related("person").order_by("role", "pk")),
        "sender": current_sender(),
    }
    return paper("print/events/attendance.html", context, style=STYLE)


def round_table_sheets(session: Session) -> bytes:
    """One sheet for each person: their name in large, what they said of their project, room to write (S0-19)."""
    rows = list(
        session.registrations.confirmed()
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "pk")
    )
    pitches = _pitches(rows)
    sheets = [(row, _said_by(row, pitches)) for row in rows]
    return paper(
        "print/events/round_table.html", {"session": session, "event": session.event, "sheets": sheets}, style=STYLE
    )


def _pitches(rows: list[Registration]) -> dict[UUID, list[Answer]]:
    """What was answered to the questions of the pitch, by form: a form may have asked for several dates at once."""
    answers = Answer.objects.filter(registration__form_key__in=[row.form_key for row in rows]).exclude(text="")
    found: dict[UUID, list[Answer]] = {}
    spoken = answers.exclude(topic=QuestionTopic.ORDINARY).select_related("registration")
    for answer in spoken.order_by("position", "pk"):
        found.setdefault(answer.registration.form_key, []).append(answer)
    return found


def _said_by(row: Registration, pitches: dict[UUID, list[Answer]]) -> list[tuple[str, str]]:
    """Questions and answers meant for the round of the table, then the word left to the team."""
    said = [(answer.label, answer.text) for answer in pitches.get(row.form_key, [])]
    return [*said, *([("Un mot à l’équipe", row.message)] if row.message else [])]


def certificate_paper(certificate: Certificate) -> bytes:
    """The certificate as it was frozen, with its code and the address where anybody may check it."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:certificate', args=[certificate.code])}"
    context = {
        "certificate": certificate,
        "content": certificate.content,
        "sessions": sessions_in(certificate),
        "hours": hours_of(certificate.minutes),
        "address": address,
        "code": qr_svg_uri(address),
    }
    return paper("print/events/certificate.html", context, style=STYLE)


def sessions_in(certificate: Certificate) -> list[dict[str, Any]]:
    return [
        {
            "start": timezone.localtime(datetime.fromisoformat(row["start"])),
            "end": timezone.localtime(datetime.fromisoformat(row["end"])),
            "title": row["title"],
            "hours": hours_of(row["minutes"]),
        }
        for row in certificate.content.get("sessions", [])
    ]


def hours_of(minutes: int) -> str:
    """« 13 h », « 1 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")
