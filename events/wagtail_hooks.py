"""What events adds to the admin: its menu, the screen of dates, and a polite refusal to delete."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .accompaniment import hooks as accompaniment_hooks  # noqa: F401  (registers its own)
from .keeping import reasons_to_keep
from .models import EventPage, SeriesPage
from .registers import registrations
from .services.changing import MOVED_UP
from .views.day import (
    CertificatesView,
    DayView,
    EvaluationView,
    ImportView,
    MaterialsView,
    MessageView,
    PaperView,
    PresenceView,
)
from .views.event_admin import CalendarView, CloneSeriesView, CloneView, DossierView, answer_file
from .views.openagenda_admin import OpenAgendaView
from .views.register_admin import AddRegistrationView, CancelRegistrationView, MoveUpView
from .views.restitution_admin import NotebookOfEventView, RestitutionView
from .views.sessions import SessionsView, may_edit_sessions
from .viewsets import EventsGroup
from .workshop_hooks import workshop_addresses

registrations.register_with_wagtail()
# register_snippet takes any group; only it makes the outputs known as snippets, with their choosers.
register_snippet(EventsGroup)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLPattern]:
    return [
        path("ateliers/<number:page_id>/jour/", DayView.as_view(), name="events_day"),
        path("ateliers/<number:page_id>/jour/<number:pk>/presences/", PresenceView.as_view(), name="events_presence"),
        path("ateliers/<number:page_id>/jour/<number:pk>/<slug:name>.pdf", PaperView.as_view(), name="events_paper"),
        path("ateliers/<number:page_id>/ecrire/", MessageView.as_view(), name="events_message"),
        path("ateliers/<number:page_id>/importer/", ImportView.as_view(), name="events_import"),
        path("ateliers/<number:page_id>/supports/", MaterialsView.as_view(), name="events_materials"),
        path("ateliers/<number:page_id>/evaluation/", EvaluationView.as_view(), name="events_evaluation"),
        path("ateliers/<number:page_id>/attestations/", CertificatesView.as_view(), name="events_certificates"),
        path("ateliers/<number:page_id>/carnet/", NotebookOfEventView.as_view(), name="events_notebook"),
        path("ateliers/<number:page_id>/restitution/", RestitutionView.as_view(), name="events_restitution"),
        path("ateliers/<number:page_id>/dates/", SessionsView.as_view(), name="events_sessions"),
        path("ateliers/<number:page_id>/openagenda/", OpenAgendaView.as_view(), name="events_openagenda"),
        path("ateliers/inscrire/", AddRegistrationView.as_view(), name="events_registration_add"),
        path(
            "ateliers/inscriptions/<number:pk>/annuler/",
            CancelRegistrationView.as_view(),
            name="events_registration_cancel",
        ),
        path("ateliers/inscriptions/<number:pk>/avancer/", MoveUpView.as_view(), name="events_move_up"),
        path("ateliers/<number:page_id>/qui-vient/", DossierView.as_view(), name="events_dossier"),
        path("ateliers/<number:page_id>/refaire/", CloneView.as_view(), name="events_clone"),
        path("ateliers/<number:page_id>/refaire-le-cycle/", CloneSeriesView.as_view(), name="events_clone_series"),
        path("ateliers/calendrier/", CalendarView.as_view(), name="events_calendar"),
        path("ateliers/reponses/<number:pk>/fichier/", answer_file, name="events_answer_file"),
        *workshop_addresses(),
    ]


@hooks.register("register_log_actions")
def name_actions(actions: Any) -> None:
    actions.register_action(MOVED_UP, "Passer avant son tour", "Place donnée avant son tour")


@hooks.register("register_page_header_buttons")
def dates_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _dates_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def dates_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _dates_button(page, user)


def _dates_button(page: Page, user: Any) -> Iterator[Button]:
    kind = page.specific_class
    if page.pk and kind and issubclass(kind, EventPage) and may_edit_sessions(user, page):
        url = reverse("events_sessions", args=[page.pk])
        yield Button("Dates et places", url, icon_name="date", priority=15)
        yield Button("Le jour J", reverse("events_day", args=[page.pk]), icon_name="group", priority=16)
        yield Button("Qui vient", reverse("events_dossier", args=[page.pk]), icon_name="list-ul", priority=17)
        yield Button("Refaire ce rendez-vous", reverse("events_clone", args=[page.pk]), icon_name="copy", priority=18)
    if page.pk and kind is SeriesPage and may_edit_sessions(user, page):
        yield Button("Refaire ce cycle", reverse("events_clone_series", args=[page.pk]), icon_name="copy", priority=18)


@hooks.register("before_delete_page")
def keep_what_holds_something(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_what_holds_something_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [page for page in objects if isinstance(page, Page)]
    return _refusal(request, pages) if action_type == "delete" and pages else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Say what would be lost with these pages and those below them, and stay where we are."""
    reasons = reasons_to_keep(pages)
    if not reasons:
        return None
    messages.error(
        request,
        f"Suppression refusée : {', '.join(reasons)}. Dépubliez plutôt : la page quitte le site, rien n’est perdu.",
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
