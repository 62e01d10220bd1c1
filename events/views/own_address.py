"""Changing the address of a registration: asked from its link, done from a link sent to the new address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..errors import EventsError, TooBusy, TooManyAddresses
from ..forms.address import AddressForm
from ..links import token_for
from ..models import Registration
from ..services.moving_address import ask_new_address, move_address
from .signed import signed, signed_address


@signed("address")
def ask_address(request: HttpRequest, registration: Registration) -> HttpResponse:
    """GET shows the form; POST writes to the new address and changes nothing else. 422 when it is no address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    context = {"registration": registration, "form": form, "manage_token": token_for(registration, "manage")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "events/address.html", context, status=422 if form.is_bound else 200)
    try:
        ask_new_address(registration=registration, email=form.cleaned_data["email"])
    except TooManyAddresses as refusal:
        return render(request, "events/address.html", {**context, "refusal": refusal.text}, status=429)
    return render(request, "events/address.html", {**context, "sent_to": form.cleaned_data["email"]})


@signed_address
def confirm_address(request: HttpRequest, registration: Registration, address: str) -> HttpResponse:
    """GET says what will change; POST, from the new address, changes it. 409 when that person is there already."""
    context = {"registration": registration, "address": address}
    if request.method != "POST":
        return render(request, "events/address_confirm.html", context)
    try:
        moved = move_address(registration=registration, email=address)
    except TooBusy:
        raise
    except EventsError as refusal:
        return render(request, "events/address_confirm.html", {**context, "refusal": refusal.text}, status=409)
    context["manage_token"] = token_for(moved[0], "manage")
    return render(request, "events/address_confirm.html", {**context, "done": True})
