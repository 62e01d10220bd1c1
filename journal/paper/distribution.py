"""The admin's screens of distribution: the sheet of a round, planning an issue, the post."""

import json
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from cms.exports import french_csv
from people.enums import ConsentPurpose
from people.models import User
from people.services import current_consent_text

from ..models import IssuePage, PostalSubscriber
from ..personal_data_paper import post_of
from ..selectors.distribution import distribution_of, envelopes
from ..services.distribution import DistributionRefused, erase_post, plan_deliveries, stop_post
from .forms import PostalForm

COLUMNS = ("Nom", "Adresse", "Code postal", "Ville", "Exemplaires")


def _require(request: HttpRequest, permission: str) -> None:
    if not cast(User, request.user).has_perm(f"journal.{permission}"):
        raise PermissionDenied


def _planned(number: int) -> str:
    if number > 1:
        return f"{number} dépôts de plus sont prévus."
    return "Un dépôt de plus est prévu." if number else "Tout était prévu."


@require_http_methods(["GET", "POST"])
def deliveries(request: HttpRequest, page_id: int) -> HttpResponse:
    """Where the copies of an issue go, round by round, ready to print; POST plans what is not planned yet."""
    _require(request, "view_delivery")
    issue = get_object_or_404(IssuePage, pk=page_id)
    refused = ""
    if request.method == "POST":
        _require(request, "add_delivery")
        try:
            planned = plan_deliveries(issue=issue)
        except DistributionRefused as error:
            refused = str(error)
        else:
            messages.success(request, _planned(len(planned)))
            return redirect("journal_deliveries", issue.pk)
    context = {"issue": issue, "distribution": distribution_of(issue), "refused": refused}
    return TemplateResponse(request, "journal/admin/deliveries.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "POST"])
def add_postal(request: HttpRequest) -> HttpResponse:
    """Note somebody who asked for the journal by post, with the words they agreed to."""
    _require(request, "add_postalsubscriber")
    form = PostalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subscriber = form.subscribe(user=request.user)
        except DistributionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{subscriber.person} recevra le journal par la poste.")
            return redirect(reverse("journal_postal:index"))
    context = {"form": form, "text": current_consent_text(ConsentPurpose.POST)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "journal/admin/add_postal.html", context, status=status)


@require_POST
def stop_postal(request: HttpRequest, pk: int) -> HttpResponse:
    """End a subscription."""
    _require(request, "change_postalsubscriber")
    subscriber = get_object_or_404(PostalSubscriber, pk=pk)
    stop_post(subscriber=subscriber)
    messages.success(request, f"{subscriber.person} ne recevra plus le journal par la poste.")
    return redirect(reverse("journal_postal:index"))


@require_POST
def erase_postal(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the address of somebody who asks for it, with or without an e-mail (law.md G-11)."""
    _require(request, "delete_postalsubscriber")
    subscriber = get_object_or_404(PostalSubscriber, pk=pk)
    erase_post(subscriber=subscriber)
    messages.success(request, f"L’adresse postale de {subscriber.person} est effacée.")
    return redirect(reverse("journal_postal:index"))


@require_safe
def postal_data(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of somebody who gets the journal by post, to be handed to them on paper (law.md G-10)."""
    _require(request, "view_postalsubscriber")
    subscriber = get_object_or_404(PostalSubscriber, pk=pk)
    held = post_of(PostalSubscriber.objects.filter(person=subscriber.person))
    content = json.dumps({"personne": str(subscriber.person), "abonnements": list(held)}, ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="abonnement-postal-{subscriber.pk}.json"'
    return response


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """The envelopes to write, for a mail merge."""
    _require(request, "view_postalsubscriber")
    rows = (
        (row.person.full_name, ", ".join(row.address.splitlines()), row.postal_code, row.town, row.copies)
        for row in envelopes()
    )
    response = HttpResponse(french_csv([COLUMNS, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="abonnements-postaux.csv"'
    return response
