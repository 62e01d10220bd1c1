"""What a person decides in the admin: an uncertain message, a mailing under way. POST only, permission
checked.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from .enums import MailingState
from .errors import OutboxError
from .models import Mailing, Message
from .relay_log import read_uploads
from .selectors import progress_of
from .services import (
    cancel_mailing,
    closed_instance,
    pause_mailing,
    reconcile_with_log,
    release_mailing,
    reopen,
    settle_as_received,
    settle_to_resend,
)
from .services.guard import waiting_alone
from .services.mailings import TO_CONFIRM

PER_PAGE = 50
STILL_CLOSED = (
    "Cet envoi reste en pause : la base a été restaurée d’une sauvegarde. Décidez d’abord, depuis la page d’accueil, "
    "de ce qui peut repartir."
)
LARGEST_LOG = 50_000_000  # bytes

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
    if request.POST.get("back") == "list":
        return redirect("outbox_uncertain")
    return redirect(reverse("outbox_message_modeladmin_inspect", args=[pk]))


@require_safe
def uncertain(request: HttpRequest) -> HttpResponse:
    """The list of the messages nobody knows about, with its two buttons each; 403 without the right to look."""
    may_act = request.user.has_perm("outbox.change_message")
    if not (may_act or request.user.has_perm("outbox.view_message")):
        raise PermissionDenied
    doubtful = Message.objects.uncertain().select_related("content").order_by("pk")
    page = Paginator(doubtful, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "outbox/admin/uncertain.html", {"page_obj": page, "may_act": may_act})


@require_POST
def upload_log(request: HttpRequest) -> HttpResponse:
    """Settle what the relay's log settles: 302 to the list, which says what was found; 403 without the right."""
    if not request.user.has_perm("outbox.change_message"):
        raise PermissionDenied
    files = request.FILES.getlist("logs")
    if not files or sum(file.size or 0 for file in files) > LARGEST_LOG:
        messages.error(request, "Choisissez un ou plusieurs journaux, de 50 Mo au plus en tout.")
        return redirect("outbox_uncertain")
    log = read_uploads(files)
    if log.first is None:
        messages.error(request, "Aucune ligne de Postfix dans ce fichier : est-ce bien le journal du serveur d’envoi ?")
        return redirect("outbox_uncertain")
    done = reconcile_with_log(log=log, whole="whole" in request.POST)
    messages.success(
        request, f"Reçus : {done.received}. À renvoyer : {done.to_resend}. Encore incertains : {done.in_doubt}."
    )
    if done.gaps:
        messages.warning(
            request,
            f"Ce journal n’est pas complet (il ignore {done.gaps} messages que le serveur avait acceptés) : "
            "l’absence d’un message n’y prouve rien.",
        )
    return redirect("outbox_uncertain")


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress of a mailing alone, for the page that refreshes itself. X-Moving says whether to ask again."""
    if not (request.user.has_perm("outbox.view_mailing") or request.user.has_perm("outbox.change_mailing")):
        raise PermissionDenied
    mailing = get_object_or_404(Mailing, pk=pk)
    counts = mailing.counts()
    speed = progress_of(mailing, waiting=counts.waiting, now=timezone.now())
    context = {"mailing": mailing, "counts": counts, "progress": speed}
    response = render(request, "outbox/admin/progress.html", context)
    response["X-Moving"] = "1" if mailing.state == MailingState.RUNNING else "0"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def restored(request: HttpRequest) -> HttpResponse:
    """What a restored database still wants to send, and the two buttons that let mail leave again; 403 without the
    right.
    """
    if not request.user.has_perm("outbox.change_mailing"):
        raise PermissionDenied
    if request.method == "POST":
        if request.POST.get("decision") not in ("withhold", "resend"):
            return HttpResponseBadRequest("Décision inconnue.")
        try:
            withheld = reopen(resend=request.POST["decision"] == "resend")
            messages.success(request, f"Le courrier peut repartir. Courriers écartés : {withheld}.")
        except OutboxError as error:
            messages.error(request, str(error))
    context = {
        "instance": closed_instance(),
        "expected": waiting_alone(),
        "mailings": Mailing.objects.filter(state_note=TO_CONFIRM).order_by("pk"),
    }
    return render(request, "outbox/admin/restored.html", context)


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
        if service is release_mailing and mailing.state == MailingState.PAUSED:
            messages.warning(request, STILL_CLOSED)
        else:
            messages.success(request, done)
    except OutboxError as error:
        messages.error(request, str(error))
    return redirect(reverse("outbox_mailing_modeladmin_inspect", args=[pk]))
