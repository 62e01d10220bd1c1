"""What paper adds to the admin: its menu, the screens of an issue's papers, and the way to them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.models import Page

from ..models import IssuePage
from . import admin, distribution
from .viewsets import PaperGroup


@hooks.register("register_admin_viewset")
def paper_menu() -> ViewSetGroup:
    return PaperGroup()


@hooks.register("register_admin_urls")
def paper_urls() -> list[URLPattern]:
    return [
        path("journal/tirages/<number:page_id>/", admin.papers, name="journal_papers"),
        path("journal/tirages/recommencer/<number:pk>/", admin.again, name="journal_edition_again"),
        path("journal/tirages/fichier/<number:pk>/", admin.file, name="journal_edition_file"),
        path("papier/numero/<number:page_id>/", distribution.deliveries, name="journal_deliveries"),
        path("papier/abonnement/", distribution.add_postal, name="journal_add_postal"),
        path("papier/abonnement/<number:pk>/arreter/", distribution.stop_postal, name="journal_stop_postal"),
        path("papier/abonnement/<number:pk>/effacer/", distribution.erase_postal, name="journal_erase_postal"),
        path("papier/abonnement/<number:pk>/donnees.json", distribution.postal_data, name="journal_postal_data"),
        path("papier/etiquettes.csv", distribution.labels, name="journal_labels"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def paper_buttons(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """« Épreuves et papier » and « Distribution », on each issue."""
    if page.specific_class is IssuePage and page.permissions_for_user(user).can_edit():
        yield Button("Épreuves et papier", reverse("journal_papers", args=[page.pk]), icon_name="print", priority=26)
        if user.has_perm("journal.view_delivery"):
            url = reverse("journal_deliveries", args=[page.pk])
            yield Button("Distribution", url, icon_name="site", priority=27)
