"""« Infolettre » in the admin: who receives it, with the proof of their consent."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from cms.exports import SafeExportIndexView
from cms.menus import PermittedMenuItem
from cms.modeladmin import Register
from cms.numbers import number_in
from people.enums import ConsentPurpose
from people.models import Consent

from .enums import SubscriberState
from .models import Reply, Selection, Subscriber
from .selections import selected

LETTERS_SHOWN = 24

# The entries of the menu that are no register: label, screen, the permission it asks for, icon, place.
WAYS = (
    ("Lettres", "newsletter_admin:letters", "newsletter.view_dispatch", "doc-full", 0),
    ("Sélections", "selections:index", "newsletter.view_selection", "group", 800),
    ("Importer une liste", "newsletter_admin:import", "newsletter.change_subscriber", "upload", 900),
)


class StateFilter(SimpleListFilter):
    """Where people stand, which no column stores."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in SubscriberState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value not in SubscriberState.values:
            return None
        shown: QuerySet[Any] = queryset.in_state(SubscriberState(value))  # type: ignore[attr-defined]
        return shown


class SelectionFilter(SimpleListFilter):
    """One of the selections of the team; the export then holds these people only."""

    title = "sélection"
    parameter_name = "selection"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(key), name) for key, name in Selection.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        known = number_in(self.value() or "")
        selection = Selection.objects.filter(pk=known).first() if known else None
        return queryset.filter(pk__in=selected(selection).order_by().values("pk")) if selection else None


class SubscriberButtons(ButtonHelper):
    """Beside « inspecter », the way to take somebody off at their request."""

    def get_buttons_for_obj(self, obj: Subscriber, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if obj.state == SubscriberState.CONFIRMED and self.request.user.has_perm("newsletter.change_subscriber"):
            buttons.append(
                {
                    "url": reverse("newsletter_admin:unsubscribe", args=[obj.pk]),
                    "label": "Désabonner",
                    "classname": "button button-small button-secondary",
                    "title": f"Désabonner {obj.email}, à sa demande",
                }
            )
        return buttons


class SubscriberInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subscriber: Subscriber = self.instance
        consents = Consent.objects.filter(person=subscriber.person_id, purpose=ConsentPurpose.LETTER)
        letters = subscriber.permit.messages.select_related("mailing") if subscriber.permit else ()
        context: dict[str, Any] = super().get_context_data(
            consents=consents.select_related("text_revision").order_by("given_at", "pk"),
            letters=letters.order_by("-pk")[:LETTERS_SHOWN] if letters else (),
            **kwargs,
        )
        return context


class SubscriberRegister(Register):
    model = Subscriber
    read_only = True
    history_view_enabled = True
    menu_label = "Abonnés et abonnées"
    menu_icon = "group"
    when_empty = "Personne n’est encore abonné. Le formulaire est sur chaque page ; une liste peut aussi être importée."
    list_display = ("email", "state_in_words", "asked_at", "confirmed_at", "left_at")
    list_filter = (StateFilter, SelectionFilter, "rhythm", "asked_at")
    list_select_related = ("permit", "person")
    list_export = (
        *("email", "state_in_words", "source", "asked_at", "confirmed_at", "left_at"),
        *("whole_letter", "rhythm_in_words", "paused_until"),
    )
    export_filename = "abonnements"
    search_fields = ("email", "person__given_name", "person__family_name")
    ordering = ("-asked_at", "-pk")
    index_view_class = SafeExportIndexView
    inspect_view_class = SubscriberInspectView
    inspect_template_name = "newsletter/admin/subscriber.html"
    button_helper_class = SubscriberButtons

    @display(description="état")
    def state_in_words(self, subscriber: Subscriber) -> str:
        return str(subscriber.state.label)

    @display(description="rythme")
    def rhythm_in_words(self, subscriber: Subscriber) -> str:
        return subscriber.get_rhythm_display()

    @display(description="départ", ordering="permit__revoked_at")
    def left_at(self, subscriber: Subscriber) -> datetime | None:
        return subscriber.permit.revoked_at if subscriber.permit else None


class ReplyButtons(ButtonHelper):
    """Beside « inspecter », the way to say that somebody dealt with it."""

    def get_buttons_for_obj(self, obj: Reply, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if obj.handled_at is None and self.request.user.has_perm("newsletter.change_subscriber"):
            url = reverse("newsletter_admin:handle_reply", args=[obj.pk])
            classes = "button button-small button-secondary"
            buttons.append({"url": url, "label": "Traitée…", "classname": classes, "title": f"Traitée : {obj}"})
        return buttons


class ReplyRegister(Register):
    """What people answered to letters, the newest first."""

    model = Reply
    read_only = True
    history_view_enabled = False
    menu_label = "Réponses"
    menu_icon = "comment"
    when_empty = "Personne n’a encore répondu à une lettre."
    list_display = ("subject", "sender", "answered", "received_at", "handled_at")
    list_filter = ("handled_at",)
    search_fields = ("subject", "sender", "text")
    inspect_view_fields = ("sender", "subject", "answered", "text", "received_at", "handled_at", "handled_by")
    button_helper_class = ReplyButtons


class NewsletterGroup(ModelAdminGroup):
    menu_label = "Infolettre"
    menu_icon = "mail"
    menu_order = 300
    items = (SubscriberRegister, ReplyRegister)

    def get_submenu_items(self) -> list[MenuItem]:
        registers: Iterable[MenuItem] = super().get_submenu_items()
        letters, choosing, importing = (
            PermittedMenuItem(label, reverse_lazy(name), permissions=(permission,), icon_name=icon, order=order)
            for label, name, permission, icon, order in WAYS
        )
        return [letters, *registers, choosing, importing]
