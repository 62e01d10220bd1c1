"""« Envois » in the admin: what was sent, to whom, and what became of it."""

from email.header import decode_header, make_header
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import IndexView, InspectView

from cms.large_lists import LargeIndexView
from cms.menus import PermittedMenuItem
from cms.modeladmin import Register

from .composition import compose
from .history import history
from .inbound.parsing import body_text, parse
from .models import InboundMail, Mailing, Message
from .searching import MessageSearchHandler
from .selectors import attach_counts, progress_of
from .sender import current_sender


def in_words(header: str) -> str:
    """A header as people read it, its encoded words decoded (RFC 2047)."""
    return str(make_header(decode_header(header)))


class MailingInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mailing: Mailing = self.instance
        counts = mailing.counts()
        context: dict[str, Any] = super().get_context_data(
            counts=counts,
            progress=progress_of(mailing, waiting=counts.waiting, now=timezone.now()),
            exclusions=mailing.exclusions_in_words(),
            may_act=self.request.user.has_perm("outbox.change_mailing"),
            **kwargs,
        )
        return context


class MailingIndexView(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts of the mailings of this page only: with a million messages, those of all would take seconds."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["object_list"] = attach_counts(context["object_list"])
        return context


class MailingRegister(Register):
    model = Mailing
    read_only = True
    history_view_enabled = False
    menu_label = "Envois groupés"
    menu_icon = "mail"
    when_empty = "Aucune lettre n’est encore partie : chacune paraîtra ici, avec ce que devient chaque courriel."
    list_display = ("label", "state", "equation", "started_at")
    list_filter = ("state",)
    search_fields = ("label", "reference")
    ordering = ("-pk",)
    index_view_class = MailingIndexView
    inspect_view_class = MailingInspectView
    inspect_template_name = "outbox/admin/mailing.html"

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
    when_empty = "Aucun courriel n’est encore parti."
    list_display = ("recipient", "content", "state", "departed_at")
    list_filter = ("state", "reason", "priority")
    list_select_related = ("content",)
    search_handler_class = MessageSearchHandler
    ordering = ("-pk",)
    index_view_class = LargeIndexView
    inspect_view_class = MessageInspectView
    inspect_template_name = "outbox/admin/message.html"

    def recipient(self, message: Message) -> str:
        return message.address or "adresse effacée"

    recipient.short_description = "destinataire"  # type: ignore[attr-defined]


class InboundInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = bytes(self.instance.content)
        context: dict[str, Any] = super().get_context_data(text=body_text(parse(content)) if content else "", **kwargs)
        return context


class InboundRegister(Register):
    model = InboundMail
    read_only = True
    history_view_enabled = False
    menu_label = "Courrier reçu"
    menu_icon = "download"
    when_empty = "Aucun courriel n’est arrivé, ou aucune boîte n’est relevée."
    list_display = ("subject", "sender", "received_at", "state", "outcome")
    list_filter = ("state",)
    search_fields = ("sender", "subject")
    ordering = ("-pk",)
    inspect_view_class = InboundInspectView
    inspect_template_name = "outbox/admin/inbound.html"


class OutboxGroup(ModelAdminGroup):
    menu_label = "Envois"
    menu_icon = "mail"
    menu_order = 450
    items = (MailingRegister, MessageRegister, InboundRegister)

    def get_submenu_items(self) -> list[MenuItem]:
        """The doubts come last: the list that one hopes to find empty."""
        items: list[MenuItem] = super().get_submenu_items()
        may_look = ("outbox.view_message", "outbox.change_message")
        url = reverse("outbox_uncertain")
        away, may_see = reverse("outbox_suppressed"), ("outbox.view_suppression", "outbox.change_suppression")
        return [
            *items,
            PermittedMenuItem("Mises à l’écart", away, permissions=may_see, icon_name="cross", order=998),
            PermittedMenuItem("Incertains", url, permissions=may_look, icon_name="help", order=999),
        ]
