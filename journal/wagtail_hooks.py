"""What the journal adds to the admin: its menu, its screens, « Préparer un dossier », a polite refusal to delete."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.models import Page

from events.models import WorkshopPage

from . import guards  # noqa: F401  (registers its hooks)
from .models import ArticlePage, IssuePage
from .panels import RefusalsPanel
from .paper import hooks as paper_hooks  # noqa: F401  (registers its own)
from .selectors.citations import articles_citing_below
from .selectors.permissions import may_prepare_dossiers
from .selectors.withdrawn import articles_losing_a_source
from .selectors.withheld import articles_to_mend
from .services.production import MOVED, PUBLISHED_DIRECTLY
from .services.withholding import WITHHELD
from .views.article_people import ArticlePeopleView
from .views.dossiers import prepare_dossier_view
from .views.guarding import PublishView
from .views.hints import hints_view
from .views.making import MakingView, SlotView
from .viewsets import JournalGroup

LABEL = "Préparer un dossier du journal"


@hooks.register("register_admin_viewset")
def register_journal_menu() -> ViewSetGroup:
    return JournalGroup()


@hooks.register("register_admin_urls")
def register_dossier_url() -> list[URLPattern]:
    return [
        path("journal/dossier/<number:page_id>/", prepare_dossier_view, name="journal_prepare_dossier"),
        path("journal/fabrication/<number:page_id>/", MakingView.as_view(), name="journal_making"),
        path("journal/fabrication/<number:page_id>/<number:slot_id>/", SlotView.as_view(), name="journal_slot"),
        path("journal/personnes/<number:page_id>/", ArticlePeopleView.as_view(), name="journal_article_people"),
        path("journal/aide/<number:page_id>/", hints_view, name="journal_hints"),
        path("journal/publier/<number:page_id>/", PublishView.as_view(), name="journal_publish"),
    ]


@hooks.register("register_page_header_buttons")
def making_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _screen_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def making_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _screen_button(page, user)


def _screen_button(page: Page, user: Any) -> Iterator[Button]:
    """« Fabrication » of an issue, « Personnes » of an article."""
    screens = {
        IssuePage: ("Fabrication", "journal_making", "clipboard-list"),
        ArticlePage: ("Personnes", "journal_article_people", "group"),
    }
    screen = screens.get(page.specific_class)
    if page.pk and screen and page.permissions_for_user(user).can_edit():
        label, name, icon = screen
        yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=6)


@hooks.register("register_log_actions")
def name_the_steps_in_the_history(actions: Any) -> None:
    actions.register_action(MOVED, "Faire avancer le numéro", "Numéro passé à une autre étape")
    actions.register_action(PUBLISHED_DIRECTLY, "Publier hors circuit", "Publié hors circuit, avec une raison")
    actions.register_action(
        WITHHELD, "Retirer des mots refusés", "Mots refusés par une personne citée, retirés du site"
    )


@hooks.register("construct_homepage_panels")
def tell_of_refused_words(request: HttpRequest, panels: list[Component]) -> None:
    """To those who may write in it, while an article on line waits for other words."""
    waiting = {article.pk: article for article in (*articles_to_mend(), *articles_losing_a_source())}
    mine = [article for article in waiting.values() if article.permissions_for_user(request.user).can_edit()]
    if mine:
        panels.insert(0, RefusalsPanel(mine))


@hooks.register("register_page_header_buttons")
def dossier_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _dossier_button(page, user, priority=25)


@hooks.register("register_page_listing_more_buttons")
def dossier_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _dossier_button(page, user, priority=25)


def _dossier_button(page: Page, user: Any, *, priority: int) -> Iterator[Button]:
    if page.specific_class is WorkshopPage and may_prepare_dossiers(user):
        url = reverse("journal_prepare_dossier", args=[page.pk])
        yield Button(LABEL, url, icon_name="doc-full", priority=priority)


class PrepareDossierMenuItem(ActionMenuItem):
    """Beside « Publier », at the foot of the editor of a workshop."""

    name = "action-prepare-dossier"
    label = LABEL
    icon_name = "doc-full"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if page is None or not page.pk or page.specific_class is not WorkshopPage:
            return False
        return may_prepare_dossiers(context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("journal_prepare_dossier", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def dossier_in_editor() -> ActionMenuItem:
    return PrepareDossierMenuItem(order=90)


@hooks.register("before_delete_page")
def keep_cited_workshops(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_cited_workshops_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [page for page in objects if isinstance(page, Page)]
    return _refusal(request, pages) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Say which articles still quote a workshop that would go away, and stay where we are (chain-ideas.md, M1)."""
    articles = articles_citing_below(pages)
    if not articles:
        return None
    links = [
        messages.button(reverse("wagtailadmin_pages:edit", args=[article.pk]), article.title) for article in articles
    ]
    text = (
        "Le journal cite un atelier qui serait supprimé. Supprimez d’abord les articles qui en viennent, "
        "ou gardez l’atelier en le dépubliant."
    )
    messages.error(request, text, buttons=links)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
