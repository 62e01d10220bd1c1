"""« Inscriptions »: the register of who asked for a place, in which order, and what became of it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail_modeladmin.helpers import ButtonHelper

from cms.modeladmin import ReadOnlyPermissionHelper, Register
from cms.numbers import number_in

from .exports import RegistrationIndexView
from .models import EventPage, Registration, Session

# The sessions and events offered as a filter: the most recent, or all would fill the screen.
SESSIONS_OFFERED = 30


class RegistrationPermissionHelper(ReadOnlyPermissionHelper):
    """Nobody edits a row by hand; who may add and cancel does it through the services."""

    def user_can_create(self, user: Any) -> bool:
        return bool(user.has_perm("events.add_registration"))

    def user_can_cancel(self, user: Any, registration: Registration) -> bool:
        return registration.is_active and bool(user.has_perm("events.change_registration"))


class RegistrationButtonHelper(ButtonHelper):
    def add_button(self, **kwargs: Any) -> dict[str, str]:
        """Wagtail's French would write « un(e) »."""
        return {**super().add_button(**kwargs), "label": "Ajouter une inscription"}

    def get_buttons_for_obj(self, obj: Registration, **kwargs: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().get_buttons_for_obj(obj, **kwargs)
        if self.permission_helper.user_can_cancel(self.request.user, obj):
            buttons.append(
                {
                    "url": reverse("events_registration_cancel", args=[obj.pk]),
                    "label": "Annuler",
                    "classname": self.finalise_classname(
                        [*(kwargs.get("classnames_add") or []), "no"], kwargs.get("classnames_exclude")
                    ),
                    "title": f"Annuler l’inscription de {obj.person}",
                }
            )
            if obj.is_waiting:
                buttons.append(
                    {
                        "url": reverse("events_move_up", args=[obj.pk]),
                        "label": "Passer avant son tour",
                        "classname": self.finalise_classname(kwargs.get("classnames_add") or []),
                        "title": f"Donner une place à {obj.person} avant son tour",
                    }
                )
        return buttons


class NumberFilter(SimpleListFilter):
    """One of the rows whose numbers are offered, latest first, in one query; anything else typed shows them all."""

    path: str

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        known = number_in(self.value() or "")
        return queryset.filter(**{self.path: known}) if known else queryset


class EventFilter(NumberFilter):
    title = "rendez-vous"
    parameter_name = "rendez-vous"
    path = "session__event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        dated = EventPage.objects.annotate(last=Max("sessions__starts_at")).exclude(last=None)
        rows = dated.order_by("-last", "-pk").values_list("pk", "title")[:SESSIONS_OFFERED]
        return [(str(pk), title) for pk, title in rows]


class SessionFilter(NumberFilter):
    title = "séance"
    parameter_name = "seance"
    path = "session"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        for session in Session.objects.select_related("event").order_by("-starts_at", "-pk")[:SESSIONS_OFFERED]:
            yield str(session.pk), f"{session.event.title} : {session}" if session.title else str(session)


class ExceptionFilter(SimpleListFilter):
    """Places given out of turn: outside the proof of order."""

    title = "ordre"
    parameter_name = "ordre"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("exception", "places hors de l’ordre")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        return queryset.filter(exception_at__isnull=False) if self.value() == "exception" else queryset


class RegistrationRegister(Register):
    model = Registration
    read_only = True
    history_view_enabled = False
    add_to_admin_menu = False  # shown by `EventsGroup`
    menu_label = "Inscriptions"
    menu_icon = "form"
    when_empty = "Personne n’est encore inscrit."
    list_display = ("person", "event", "session_date", "state", "rank")
    list_filter = (EventFilter, SessionFilter, "state", "source", "profile", ExceptionFilter)
    list_select_related = ("person", "session__event", "profile")
    search_fields = ("person__given_name", "person__family_name", "contact_email", "organisation_name")
    ordering = ("-session__starts_at", "rank")
    list_export = (
        "event",
        "session_date",
        "rank",
        "state_in_words",
        "given_name",
        "family_name",
        "contact_email",
        "guardian_email",
        "organisation_name",
        "profile",
        "shares_meal",
        "brings",
        "registered_at",
        "address_confirmed_at",
        "exception_reason",
    )
    export_filename = "inscriptions"
    inspect_view_fields = (
        "person",
        "session",
        "state",
        "rank",
        "contact_email",
        "guardian_email",
        "organisation_name",
        "message",
        "profile",
        "brings",
        "source",
        "exception_reason",
        "exception_by",
        "exception_at",
        "registered_at",
        "address_confirmed_at",
        "expires_at",
        "settled_at",
    )
    permission_helper_class = RegistrationPermissionHelper
    button_helper_class = RegistrationButtonHelper
    index_view_class = RegistrationIndexView

    def create_view(self, request: HttpRequest) -> HttpResponse:
        """« Ajouter » leads to a form of our own: a place is given by the service."""
        return redirect("events_registration_add")

    @display(description="rendez-vous", ordering="session__event__title")
    def event(self, registration: Registration) -> str:
        return registration.session.event.title

    @display(description="date", ordering="session__starts_at")
    def session_date(self, registration: Registration) -> Any:
        return registration.session.local_date

    @display(description="état")
    def state_in_words(self, registration: Registration) -> str:
        return registration.get_state_display()

    @display(description="prénom")
    def given_name(self, registration: Registration) -> str:
        return registration.person.given_name

    @display(description="nom")
    def family_name(self, registration: Registration) -> str:
        return registration.person.family_name


registrations = RegistrationRegister()
