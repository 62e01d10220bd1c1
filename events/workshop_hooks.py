"""What a workshop adds to the admin: its screens, their buttons, and the question asked before a late publication."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .models import WorkshopPage
from .services.preparation import needs_reason
from .views.diagnosis_admin import DiagnosisScreen, NeedsScreen, PapersView, RoomScreen, TablesScreen
from .views.import_admin import ImportScreen
from .views.preparation_admin import KitScreen, PreparationScreen, TimeLineView
from .views.workshop_screens import QuestionnaireScreen

SCREENS = {
    "preparation": (PreparationScreen, "events_preparation"),
    "kit": (KitScreen, "events_kit"),
    "questionnaire": (QuestionnaireScreen, "events_questionnaire"),
    "etat-des-lieux": (DiagnosisScreen, "events_diagnosis"),
    "etat-des-lieux/importer": (ImportScreen, "events_import_items"),
    "salle": (RoomScreen, "events_room"),
    "besoins": (NeedsScreen, "events_needs"),
    "tables": (TablesScreen, "events_tables"),
}


def workshop_addresses() -> list[URLPattern]:
    """For `register_admin_urls`, with the other screens of events."""
    return [
        path("ateliers/preparations/", TimeLineView.as_view(), name="events_timeline"),
        *(
            path(f"ateliers/<number:page_id>/{address}/", screen.as_view(), name=name)
            for address, (screen, name) in SCREENS.items()
        ),
        path("ateliers/<number:page_id>/papiers/<slug:name>.pdf", PapersView.as_view(), name="events_workshop_paper"),
    ]


@hooks.register("register_page_header_buttons")
def screens_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def screens_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    kind = page.specific_class
    if not (page.pk and kind and issubclass(kind, WorkshopPage)):
        return
    if user.has_perm("events.change_preparation"):
        url = reverse("events_preparation", args=[page.pk])
        yield Button("Préparation", url, icon_name="tasks", priority=11)
    if user.has_perm("events.change_diagnosisitem"):
        url = reverse("events_diagnosis", args=[page.pk])
        yield Button("État des lieux et salle", url, icon_name="list-ul", priority=12)


@hooks.register("before_publish_page")
def ask_why_so_late(request: HttpRequest, page: Page) -> HttpResponse | None:
    """S3-18: the first publication of a workshop fewer than 90 days away waits for a written reason.

    Roads that do not come by here are caught by `services.preparation.ask_reason_after`.
    """
    workshop = page.specific
    if not isinstance(workshop, WorkshopPage) or workshop.first_published_at or not needs_reason(workshop):
        return None
    if not request.user.has_perm("events.change_preparation"):
        messages.warning(
            request,
            "L’atelier a lieu dans moins de trois mois : l’animation écrit d’abord pourquoi, dans « Préparation ». "
            "Le brouillon est enregistré.",
        )
        return redirect("wagtailadmin_pages:edit", workshop.pk)
    messages.warning(
        request,
        "L’atelier a lieu dans moins de trois mois : écrivez pourquoi ci-dessous, puis publiez-le. "
        "Le brouillon est enregistré.",
    )
    return redirect("events_preparation", workshop.pk)
