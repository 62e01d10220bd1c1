"""Why an address is no longer written to, and the button that lets it be written to again. GET shows an empty form."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from .addresses import normalise_email
from .models import Suppression
from .services import lift_suppression

LIFTED = "outbox.lift_suppression"


class AddressForm(forms.Form):
    """The whole address: only its fingerprint is kept, so that a piece of it finds nothing."""

    address = forms.CharField(label="Adresse entière", max_length=254, widget=forms.EmailInput)

    def clean_address(self) -> str:
        try:
            return normalise_email(self.cleaned_data["address"])
        except ValueError as error:
            raise forms.ValidationError("Ce n’est pas une adresse. Exemple : prenom.nom@exemple.fr") from error


@require_http_methods(["GET", "HEAD", "POST"])
def suppressed(request: HttpRequest) -> HttpResponse:
    """Look an address up, by POST so that it stays out of histories and logs; with `lift`, forget that suppression.

    403 without the right to look (view_suppression) or to lift (change_suppression), 422 on what is no address.
    """
    may_lift = request.user.has_perm("outbox.change_suppression")
    if not (may_lift or request.user.has_perm("outbox.view_suppression")):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    found: list[Suppression] | None = None
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        if request.POST.get("lift"):
            _lift(request, address, request.POST["lift"], may_lift=may_lift)
        found = list(Suppression.objects.of_address(address).order_by("scope"))
    status = 422 if form.errors else 200
    context = {"form": form, "found": found, "may_lift": may_lift}
    return render(request, "outbox/admin/suppressed.html", context, status=status)


def _lift(request: HttpRequest, address: str, scope: str, *, may_lift: bool) -> None:
    if not may_lift:
        raise PermissionDenied
    standing = Suppression.objects.of_address(address).filter(scope=scope).first()
    if standing is None:
        messages.error(request, "Cette adresse n’est pas, ou n’est plus, mise à l’écart pour ce courrier.")
        return
    # The row goes; who lifted it and why it stood are kept, without the address.
    data = {"scope": scope, "reason": standing.reason, "at": standing.at.isoformat()}
    log(standing, LIFTED, user=request.user, data=data)
    lift_suppression(address=address, scope=scope)
    messages.success(request, "On peut de nouveau écrire à cette adresse. Les inscriptions retirées le restent.")
