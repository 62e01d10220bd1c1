"""The room on the day, without an account: telephones, the wall, paper sheets. Whoever holds a key is let in."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.headers import private_link
from people.enums import ConsentPurpose
from people.models import User
from people.services import ConsentTextMissing, label_of

from ..boards import wall_of
from ..errors import EventsError
from ..forms.rooms import ROOM_KINDS, CardForm, ItemForm, SheetForm
from ..models import Room, RoomCard
from ..services.capturing import CardDraft, ItemDraft, SheetTaken, capture, next_sheet, type_sheet

# A telephone sends what it kept while it was offline.
ITEMS_AT_ONCE = 100
# Two forms stand on one page, each with its own identifiers.
ITEM_IDS = "dire_%s"

RoomView = Callable[[HttpRequest, Room], HttpResponse]


def in_room(key_name: str) -> Callable[[RoomView], Callable[..., HttpResponseBase]]:
    """A view for whoever holds that key of a room. No cache, no search engine, no Referer.

    Without a cookie there is nothing for CSRF to abuse, only a key that nobody else knows.
    """

    def decorate(view: RoomView) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @private_link
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, key: UUID) -> HttpResponse:
            room = Room.objects.select_related("workshop").filter(**{key_name: key}).first()
            return view(request, room) if room else render(request, "events/link_invalid.html", status=404)

        return opened

    return decorate


@in_room("phone_key")
def phone(request: HttpRequest, room: Room) -> HttpResponse:
    """GET shows the card and the form; POST writes one of them, the plain way. 422 and 409 keep what was typed."""
    if request.method != "POST":
        return _show_phone(request, room)
    is_card = request.POST.get("quoi") == "carte"
    form = _card_form(request.POST) if is_card else ItemForm(request.POST, auto_id=ITEM_IDS)
    if not form.is_valid():
        return _show_phone(request, room, form, status=422)
    owner = form.cleaned_data["card"]
    try:
        if isinstance(form, CardForm):
            captured = capture(room=room, card=form.draft)
        else:
            captured = capture(room=room, owner_id=owner, items=[form.draft])
    except (EventsError, ConsentTextMissing) as refusal:
        return _show_phone(request, room, form, refusal=str(refusal), status=409)
    card = captured.card.client_id if captured.card else ""
    path = reverse("events:phone", args=[room.phone_key])
    return HttpResponseRedirect(f"{path}?carte={card}&fait={'carte' if is_card else 'element'}#fait")


@in_room("phone_key")
def phone_queue(request: HttpRequest, room: Room) -> HttpResponse:
    """POST `{"card": {…} | null, "owner": uuid, "items": [{"id", "kind", "text"}]}`, as often as needed.

    Answers which identifiers are written, and why the others never will be: both leave the queue.
    """
    if request.method != "POST":
        raise Http404
    try:
        sent = json.loads(request.body)
        card, owner = _card_sent(sent.get("card")), _uuid(sent.get("owner"))
        items, refused = _items_sent(sent.get("items") or [])
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "Cet envoi ne se lit pas."}, status=400)
    try:
        capture(room=room, card=card, owner_id=owner, items=items)
    except (EventsError, ConsentTextMissing) as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    return JsonResponse({"done": [str(item.client_id) for item in items], "refused": refused})


@in_room("wall_key")
def wall(request: HttpRequest, room: Room) -> HttpResponse:
    context = {"room": room, "wall": wall_of(room), "state_url": reverse("events:wall_state", args=[room.wall_key])}
    return render(request, "events/wall.html", context)


@in_room("wall_key")
def wall_state(request: HttpRequest, room: Room) -> HttpResponse:
    """The inside of the wall; 204 while nothing changed since `?vu=` its fingerprint."""
    shown = wall_of(room)
    if request.GET.get("vu") == shown.fingerprint:
        return HttpResponse(status=204)
    return render(request, "events/parts/wall.html", {"wall": shown})


@in_room("typing_key")
def sheets(request: HttpRequest, room: Room) -> HttpResponse:
    """GET shows sheet `?fiche=`, empty or as it was typed; POST writes it and goes on to the next."""
    if request.method != "POST":
        return _show_sheet(request, room, SheetForm(initial=_typed(room, request.GET.get("fiche", "")), room=room))
    form = SheetForm(request.POST, room=room)
    if not form.is_valid():
        return _show_sheet(request, room, form, status=422)
    number = form.cleaned_data["number"]
    try:
        type_sheet(
            room=room,
            number=number,
            card=form.draft,
            lines=form.lines,
            corrects=form.cleaned_data["corrects"],
            by=request.user if isinstance(request.user, User) else None,
        )
    except (SheetTaken, EventsError, ConsentTextMissing) as refusal:
        return _show_sheet(request, room, form, refusal=str(refusal), status=409)
    path = reverse("events:sheets", args=[room.typing_key])
    return HttpResponseRedirect(f"{path}?fait={number}")


def _show_phone(
    request: HttpRequest, room: Room, form: Any = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    asked = _uuid_or_none(request.GET.get("carte", "") or request.POST.get("card", ""))
    card = RoomCard.objects.filter(room=room, client_id=asked).select_related("person").first() if asked else None
    number = str(asked or uuid4())
    context = {
        "room": room,
        "card": card,
        "card_id": number,
        "card_form": form if isinstance(form, CardForm) else _card_form(initial={"card": number}),
        "item_form": form if isinstance(form, ItemForm) else _item_form(number),
        "refusal": refusal,
        "done": request.GET.get("fait", ""),
        "kinds": dict(ROOM_KINDS),
        "queue_url": reverse("events:phone_queue", args=[room.phone_key]),
    }
    return render(request, "events/phone.html", context, status=status)


def _item_form(card: str) -> ItemForm:
    return ItemForm(initial={"card": card, "item": uuid4()}, auto_id=ITEM_IDS)


def _card_form(data: Any = None, **kwargs: Any) -> CardForm:
    """With the words people agree to; while none is published the box is not offered."""
    wording = label_of(ConsentPurpose.QUOTE)
    form = CardForm(data, wording=wording, **kwargs)
    if not wording:
        del form.fields["may_be_named"]
    return form


def _show_sheet(
    request: HttpRequest, room: Room, form: SheetForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "room": room,
        "form": form,
        "refusal": refusal,
        "done": request.GET.get("fait", "")[:5],
        "typed": list(room.cards.exclude(sheet_number=None).select_related("person").order_by("sheet_number")),
    }
    return render(request, "events/sheets.html", context, status=status)


def _typed(room: Room, number: str) -> dict[str, Any]:
    """Sheet `number` as it was typed, or the next one, empty."""
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0
    card = room.cards.filter(sheet_number=wanted).select_related("person").first() if wanted else None
    if card is None:
        return {"number": wanted or next_sheet(room)}
    values: dict[str, Any] = {
        "number": wanted,
        "corrects": True,
        "given_name": card.person.given_name if card.person else "",
        "family_name": card.person.family_name if card.person else "",
        "may_be_named": card.may_be_named,
    }
    values.update({name: getattr(card, name) for name in ("organisation_name", "profile", "words", "seeks_group")})
    for item in card.items.exclude(sheet_line=None).order_by("sheet_line"):
        values.update({f"kind{item.sheet_line}": item.kind, f"text{item.sheet_line}": item.text})
    return values


def _card_sent(sent: dict[str, Any] | None) -> CardDraft | None:
    if sent is None:
        return None
    form = _card_form({**sent, "card": sent["id"]})
    if not form.is_valid():
        raise ValueError(form.errors)
    return form.draft


def _items_sent(rows: list[dict[str, Any]]) -> tuple[list[ItemDraft], dict[str, str]]:
    """What can be written, and why the rest cannot, by identifier."""
    if len(rows) > ITEMS_AT_ONCE:
        raise ValueError("too many items")
    good, refused = [], {}
    for row in rows:
        form = ItemForm({"kind": row["kind"], "text": row["text"], "item": str(UUID(row["id"]))})
        if form.is_valid():
            good.append(form.draft)
        else:
            refused[row["id"]] = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return good, refused


def _uuid(text: Any) -> UUID | None:
    return UUID(str(text)) if text else None


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return _uuid(text)
    except ValueError:
        return None
