"""One's own card and the address book, by a link received by mail; and what anybody may read of it (S3-03)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from people.enums import Audience, ConsentPurpose
from people.secret import secret_page
from people.services import ConsentTextMissing, wording_of

from ..books import Entry, as_csv, audience_of, book_of, network_book, vcards
from ..enums import ContactState
from ..errors import EventsError
from ..forms.books import CardForm, ProposeForm
from ..group_links import contact_for, token_of
from ..models import Contact, WorkshopPage
from ..services import books as services

INVALID, GONE = "people/link_invalid.html", "people/link_gone.html"


@secret_page(contact_for, invalid=INVALID, gone=GONE)
def card(request: HttpRequest, contact: Contact) -> HttpResponse:
    """GET shows the card and who reads it; POST saves, says that it is still right, withdraws everything
    in one action, or refuses to be there."""
    if request.method != "POST":
        return _card(request, contact, CardForm(instance=contact))
    order = request.POST.get("order", "save")
    form = CardForm(request.POST, instance=contact)
    if order == "save" and not form.is_valid():
        return _card(request, contact, form, status=422)
    try:
        if order == "refuse":
            services.refuse_card(contact=contact)
            return render(request, "events/card_gone.html", {"workshop": contact.workshop})
        if order == "confirm" and contact.person:
            services.confirm_cards(person=contact.person)
        elif order == "withdraw":
            services.withdraw_card(contact=contact)
        else:
            services.save_card(contact=contact, card=form.card, choices=form.choices)
    except (EventsError, ConsentTextMissing) as refusal:
        return _card(request, contact, form, refusal=str(refusal), status=409)
    fresh = Contact.objects.select_related("person", "workshop").get(pk=contact.pk)
    return _card(request, fresh, CardForm(instance=fresh), done=order)


def _card(
    request: HttpRequest, contact: Contact, form: CardForm, *, done: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "contact": contact,
        "workshop": contact.workshop,
        "form": form,
        "done": done,
        "refusal": refusal,
        "until": services.answer_until(contact),
        "is_proposed": contact.state == ContactState.PROPOSED,
        "token": token_of("card", contact),
        "reads_book": audience_of(contact) is not None and bool(contact.person_id),
        "wording": wording_of(ConsentPurpose.ADDRESS_BOOK),
    }
    return render(request, "events/card.html", context, status=status)


@secret_page(contact_for, invalid=INVALID, gone=GONE)
def book(request: HttpRequest, contact: Contact, extension: str = "") -> HttpResponse:
    """The book as this person may read it, on screen, on paper or as a file; POST proposes a useful contact."""
    audience = audience_of(contact)
    if audience is None or contact.person_id is None:
        return render(request, GONE, status=410)
    if extension:
        return _file(book_of(contact.workshop, audience), extension)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _propose(request, contact, audience, form)
    return _book(request, contact, audience, form, status=422 if form.errors else 200)


def _propose(request: HttpRequest, contact: Contact, audience: Audience, form: ProposeForm) -> HttpResponse:
    workshop, by = contact.workshop, contact.person
    try:
        services.propose_contact(workshop=workshop, by=by, name=form.name, card=form.proposed)
    except services.TooManyProposals as refusal:
        return _book(request, contact, audience, form, refusal=refusal.text, status=429)
    except services.AlreadyAsked as refusal:
        return _book(request, contact, audience, form, refusal=refusal.text, status=409)
    answer = redirect("events:book", token_of("card", contact))
    answer.status_code = 303
    return answer


def _book(
    request: HttpRequest, contact: Contact, audience: Audience, form: ProposeForm, *, refusal: str = "", status: int
) -> HttpResponse:
    context = {
        "refusal": refusal,
        "contact": contact,
        "workshop": contact.workshop,
        "entries": book_of(contact.workshop, audience),
        "network": network_book(besides=contact.workshop),
        "form": form,
        "token": token_of("card", contact),
    }
    return render(request, "events/book.html", context, status=status)


@require_safe
def public_book(request: HttpRequest, page_id: int, extension: str) -> HttpResponse:
    """What anybody may read of the book of a public workshop, as a file."""
    workshop = WorkshopPage.objects.live().public().filter(pk=page_id).first()
    if workshop is None:
        raise Http404("Aucun atelier à cette adresse.")
    return _file(book_of(workshop, Audience.WEB), extension)


def _file(entries: list[Entry], extension: str) -> HttpResponse:
    made: dict[str, tuple[Any, str]] = {"vcf": (vcards, "text/vcard; charset=utf-8"), "csv": (as_csv, "text/csv")}
    if extension not in made:
        raise Http404("Ce format n’existe pas.")
    make, kind = made[extension]
    response = HttpResponse(make(entries), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="carnet.{extension}"'
    return response
