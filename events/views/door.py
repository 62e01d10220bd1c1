"""The welcome desk: who is there, with or without JavaScript, with or without a network."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.headers import private_link
from people.links import LinkInvalid

from ..door import CLOSES_AFTER, Door, DoorClosed, door_of, session_at_door, speaking_moments, speaking_time
from ..enums import PresenceSource
from ..errors import EventsError, TooBusy
from ..models import Session
from ..services import Note, note_presences

# A telephone sends what it kept while it was offline, a few hundred notes at most.
NOTES_AT_ONCE = 500
ACTIONS = ("present", "absent", "left")

DoorView = Callable[[HttpRequest, Session, str], HttpResponse]


def at_door(view: DoorView) -> Callable[..., HttpResponseBase]:
    """A view for whoever holds the link of a desk. Names stand on it: no cache, no search engine, no Referer.

    Without a cookie there is nothing for CSRF to abuse, only a token that nobody else knows.
    """

    @csrf_exempt
    @private_link
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, session_at_door(token), token)
        except DoorClosed as closed:
            status = 410 if closed.is_over() else 403
            return render(request, "events/door_closed.html", {"closed": closed}, status=status)
        except LinkInvalid:
            return render(request, "events/door_gone.html", status=404)

    return opened


@at_door
def door(request: HttpRequest, session: Session, token: str) -> HttpResponse:
    """GET lists those expected; POST notes one of them (the plain form), then shows the list again."""
    half_key = (request.POST if request.method == "POST" else request.GET).get("demi-journee", "")[:40]
    if request.method == "POST":
        refusal = _note_one(request, session, half_key)
        if not refusal:
            return HttpResponseRedirect(f"{reverse('events:door', args=[token])}?demi-journee={half_key}")
        return _show(request, door_of(session, half_key), token, refusal, status=409)
    return _show(request, door_of(session, half_key), token)


@at_door
def door_notes(request: HttpRequest, session: Session, token: str) -> HttpResponse:
    """POST `{"notes": [{"registration", "at", "action", "half"}]}`, as often as needed: the same notes change nothing
    twice. Answers what is noted now, so that two telephones end with the same list."""
    if request.method == "POST":
        try:
            notes = _read_notes(request.body)
        except (ValueError, KeyError, TypeError, AttributeError):
            return JsonResponse({"error": "Ces notes ne se lisent pas."}, status=400)
        try:
            note_presences(session=session, notes=notes, source=PresenceSource.DOOR)
        except EventsError as refusal:
            return JsonResponse({"error": refusal.text}, status=503 if isinstance(refusal, TooBusy) else 409)
    shown = door_of(session, request.GET.get("demi-journee", "")[:40])
    states = {str(guest.line.registration.uuid): guest.state for guest in shown.guests}
    return JsonResponse({"half": shown.half.key, "here": shown.here, "states": states})


@at_door
def door_worker(request: HttpRequest, session: Session, token: str) -> HttpResponse:
    """The script that keeps this desk, and nothing outside its address, readable without a network."""
    until = session.ends_at + CLOSES_AFTER
    return render(request, "events/door_worker.js", {"until": until}, content_type="text/javascript")


@at_door
def round_table(request: HttpRequest, session: Session, token: str) -> HttpResponse:
    """Speaking time: a moment of the day shared between people; the timer itself needs JavaScript, the figure none."""
    context = {
        "session": session,
        "token": token,
        "time": speaking_time(session, request.GET.get("moment", "")[:20]),
        "moments": speaking_moments(session),
        "guests": door_of(session).guests,
    }
    return render(request, "events/round_table.html", context)


def _show(request: HttpRequest, shown: Door, token: str, refusal: str = "", *, status: int = 200) -> HttpResponse:
    context = {"door": shown, "token": token, "refusal": refusal, "now": timezone.now()}
    return render(request, "events/door.html", context, status=status)


def _note_one(request: HttpRequest, session: Session, half_key: str) -> str:
    """Why it could not be noted; empty when it was."""
    identifier, _, action = request.POST.get("note", "").partition(":")
    try:
        note = _note({"registration": identifier, "action": action, "half": half_key}, timezone.now())
        note_presences(session=session, notes=[note], source=PresenceSource.DOOR)
    except ValueError:
        return "Cette personne n’est pas sur la liste : rechargez la page."
    except EventsError as error:
        return error.text
    return ""


def _read_notes(body: bytes) -> list[Note]:
    rows = json.loads(body)["notes"]
    if len(rows) > NOTES_AT_ONCE:
        raise ValueError("too many notes")
    return [_note(row, _moment(row["at"])) for row in rows]


def _note(row: dict[str, Any], noted_at: datetime) -> Note:
    if row["action"] not in ACTIONS:
        raise ValueError(row["action"])
    return Note(
        registration=UUID(row["registration"]),
        noted_at=noted_at,
        is_present=row["action"] != "absent",
        half_day=str(row.get("half", ""))[:40],
        left=row["action"] == "left",
    )


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None or abs(moment - timezone.now()) > timedelta(days=30):
        raise ValueError(text)
    return moment
