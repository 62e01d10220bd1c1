"""What the team does with the register of subscribers. GET asks, POST acts."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import LetterIndexPage, Reply, Subscriber
from ..services import unsubscribe
from ..services.replies import handle_reply

REGISTER = "newsletter_subscriber_modeladmin_index"


class UnsubscribeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """Takes somebody off at their request. The right to write ends at once; their consent is withdrawn."""

    permission_required = "newsletter.change_subscriber"
    raise_exception = True
    header_icon = "group"
    page_title = "Désabonner"
    template_name = "newsletter/admin/unsubscribe.html"

    def get(self, request: HttpRequest, subscriber_id: int) -> HttpResponse:
        subscriber = get_object_or_404(Subscriber, pk=subscriber_id)
        return self.render_to_response(self.get_context_data(subscriber=subscriber))

    def post(self, request: HttpRequest, subscriber_id: int) -> HttpResponse:
        subscriber = get_object_or_404(Subscriber, pk=subscriber_id)
        departure = unsubscribe(subscriber=subscriber, by=request.user)  # type: ignore[arg-type]
        if departure.already_gone:
            messages.warning(request, f"{subscriber.email} ne recevait déjà plus l’infolettre.")
        else:
            messages.success(request, f"{subscriber.email} ne recevra plus l’infolettre.")
        return redirect(REGISTER)


class HandleReplyView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """An answer to a letter was dealt with."""

    permission_required = "newsletter.change_subscriber"
    raise_exception = True
    header_icon = "comment"
    page_title = "Réponse traitée ?"
    template_name = "newsletter/admin/handle_reply.html"

    def get(self, request: HttpRequest, reply_id: int) -> HttpResponse:
        reply = get_object_or_404(Reply, pk=reply_id)
        return self.render_to_response(self.get_context_data(reply=reply))

    def post(self, request: HttpRequest, reply_id: int) -> HttpResponse:
        handle_reply(reply=get_object_or_404(Reply, pk=reply_id), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "La réponse est marquée comme traitée.")
        return redirect("newsletter_reply_modeladmin_index")


def letters(request: HttpRequest) -> HttpResponse:
    """Where the letters are written: the list of pages under the archive."""
    index = LetterIndexPage.objects.order_by("pk").first()
    return redirect("wagtailadmin_explore", index.pk) if index else redirect("wagtailadmin_explore_root")
