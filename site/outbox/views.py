"""What a person decides in the admin: an uncertain message, a mailing under way. POST only, permission
checked.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .errors import OutboxError
from .models import Mailing, Message
from .services import (
    cancel_mailing,
    pause_mailing,
    release_mailing,
    settle_as_received,
    settle_to_resend,
)

_SETTLEMENTS: dict[str, tuple[Callable[..., Message], str]] = {
    "received": (settle_as_received, "Le message est noté comme reçu."),
    "resend": (settle_to_resend, "Le message va repartir."),
}
_STEERING: dict[str, tuple[Callable[..., Mailing], str]] = {
    "pause": (pause_mailing, "L’envoi est en pause : plus rien ne part."),
    "release": (release_mailing, "L’envoi est en cours."),
    "cancel": (cancel_mailing, "L’envoi est annulé : ce qui n’était pas parti ne partira pas."),
}


@require_POST
def settle_message(request: HttpRequest, pk: int) -> HttpResponse:
    """« Reçu » or « à renvoyer » on an uncertain message: 302 to it; 403 without the right, 400 on another
    word.
    """
    if not request.user.has_perm("outbox.change_message"):
        raise PermissionDenied
    message = get_object_or_404(Message, pk=pk)
    if request.POST.get("decision") not in _SETTLEMENTS:
        return HttpResponseBadRequest("Décision inconnue.")
    service, done = _SETTLEMENTS[request.POST["decision"]]
    try:
        service(message=message, by=str(request.user))
        messages.success(request, done)
    except OutboxError as error:
        messages.error(request, str(error))
    return redirect(reverse("outbox_message_modeladmin_inspect", args=[pk]))


@require_POST
def steer_mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, release or cancel a mailing: 302 to it; 403 without the right, 400 on another word."""
    if not request.user.has_perm("outbox.change_mailing"):
        raise PermissionDenied
    mailing = get_object_or_404(Mailing, pk=pk)
    if request.POST.get("decision") not in _STEERING:
        return HttpResponseBadRequest("Décision inconnue.")
    service, done = _STEERING[request.POST["decision"]]
    try:
        service(mailing=mailing)
        messages.success(request, done)
    except OutboxError as error:
        messages.error(request, str(error))
    return redirect(reverse("outbox_mailing_modeladmin_inspect", args=[pk]))
