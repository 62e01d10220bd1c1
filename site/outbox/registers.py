"""« Envois » in the admin: what was sent, to whom, and what became of it."""

from email.header import decode_header, make_header
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from cms.modeladmin import Register

from .composition import compose
from .history import history
from .models import Mailing, Message
from .sender import current_sender


def in_words(header: str) -> str:
    """A header as people read it, its encoded words decoded (RFC 2047)."""
    return str(make_header(decode_header(header)))


class MailingInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mailing: Mailing = self.instance
        context: dict[str, Any] = super().get_context_data(
            counts=mailing.counts(),
            exclusions=mailing.exclusions_in_words(),
            may_act=self.request.user.has_perm("outbox.change_mailing"),
            **kwargs,
        )
        return context


class MailingRegister(Register):
    model = Mailing
    read_only = True
    history_view_enabled = False
    menu_label = "Envois groupés"
    menu_icon = "mail"
    list_display = ("label", "state", "equation", "started_at")
    list_filter = ("state", "purpose")
    search_fields = ("label", "reference")
    ordering = ("-pk",)
    inspect_view_class = MailingInspectView
    inspect_template_name = "outbox/admin/mailing.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mailing]:
        mailings: Any = super().get_queryset(request)
        counted: QuerySet[Mailing] = mailings.with_counts()
        return counted

    def equation(self, mailing: Mailing) -> str:
        return render_to_string("outbox/admin/equation.html", {"counts": mailing.counts()})

    equation.short_description = "où en est l’envoi"  # type: ignore[attr-defined]


class MessageInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message: Message = self.instance
        mail = compose(message, sender=current_sender())
        context: dict[str, Any] = super().get_context_data(
            mail=mail,
            headers=[(name, in_words(value)) for name, value in mail.extra_headers.items()],
            sender=in_words(mail.from_email),
            html=str(mail.alternatives[0][0]) if message.content.html else "",
            history=history(message),
            may_act=self.request.user.has_perm("outbox.change_message"),
            **kwargs,
        )
        return context


class MessageRegister(Register):
    model = Message
    read_only = True
    history_view_enabled = False
    menu_label = "Messages"
    menu_icon = "list-ul"
    list_display = ("recipient", "content", "state", "departed_at")
    list_filter = ("state", "reason", "priority")
    list_select_related = ("content",)
    search_fields = ("address", "content__subject")
    ordering = ("-pk",)
    inspect_view_class = MessageInspectView
    inspect_template_name = "outbox/admin/message.html"

    def recipient(self, message: Message) -> str:
        return message.address or "adresse effacée"

    recipient.short_description = "destinataire"  # type: ignore[attr-defined]
    recipient.admin_order_field = "address"  # type: ignore[attr-defined]


class OutboxGroup(ModelAdminGroup):
    menu_label = "Envois"
    menu_icon = "mail"
    menu_order = 450
    items = (MailingRegister, MessageRegister)
