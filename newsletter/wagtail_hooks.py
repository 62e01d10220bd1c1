"""What the admin shows and refuses about letters."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from cms.menus import PermittedMenuItem

from .choosers import person_chooser, seed_chooser
from .history import STORY
from .impact.views import ImpactView
from .models import Dispatch, LetterPage, SelectionRule
from .registers import NewsletterGroup
from .services import note_insertions
from .services.composing import PROPOSED, WITHDRAWN
from .services.redacting import REDACTED
from .services.scheduling import SCHEDULED, STOPPED, UNSCHEDULED
from .services.sending import SENT
from .services.sequels import SEQUEL
from .views.after import ErratumView, OthersView, RedactView
from .views.chain import CoverageView
from .views.composing import AcceptView, ProposeView, WithdrawView
from .views.lists import ImportView, ReviewImportView
from .views.previewing import PreviewFrame, PreviewScreen
from .views.sending import OrderView, ScheduleView, SendView, TestSendView
from .views.subscribers import HandleReplyView, UnsubscribeView, letters
from .viewsets import selections

modeladmin_register(NewsletterGroup)

REFUSED = (
    "« {title} » est partie par courriel : elle reste dans l’archive, où mène le lien « lire en ligne ». "
    "Pour la retirer du site, dépubliez-la."
)

NAMED = (
    "« {title} » sert à désigner les personnes de la sélection « {selection} » : "
    "sans elle, la sélection désignerait tout le monde. Changez d’abord la sélection."
)

# What the history of a page tells of a letter.
LOGGED = (
    (SENT, "Envoyer par courriel", "Envoyée par courriel aux abonnés et abonnées"),
    (SCHEDULED, "Programmer l’envoi", "Départ programmé"),
    (UNSCHEDULED, "Déprogrammer l’envoi", "Départ déprogrammé"),
    (STOPPED, "Arrêter le départ", "Départ arrêté par les vérifications"),
    (SEQUEL, "Écrire de nouveau", "Suite envoyée par courriel"),
    (REDACTED, "Retirer un passage", "Passage retiré de l’archive"),
    (PROPOSED, "Proposer le sommaire", "Sommaire proposé"),
    (WITHDRAWN, "Annuler la proposition", "Proposition de sommaire annulée"),
)


@hooks.register("register_admin_viewset")
def register_what_a_letter_chooses() -> list[ViewSet]:
    return [seed_chooser, person_chooser, selections]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def remember_what_pages_said(request: HttpRequest, page: Page) -> None:
    """What each page newly put in a letter says today: it is told later what changed."""
    if page.specific_class is LetterPage:
        note_insertions(draft=page.get_latest_revision_as_object())


@hooks.register("register_admin_urls")
def register_newsletter_urls() -> list[URLResolver]:
    patterns = [
        path("<number:page_id>/envoi/", SendView.as_view(), name="send"),
        path("<number:page_id>/essai/", TestSendView.as_view(), name="test"),
        path("<number:page_id>/commande/", OrderView.as_view(), name="order"),
        path("<number:page_id>/heure/", ScheduleView.as_view(), name="schedule"),
        path("<number:page_id>/sommaire/", ProposeView.as_view(), name="propose"),
        path("<number:page_id>/sommaire/annuler/", WithdrawView.as_view(), name="withdraw"),
        path("<number:page_id>/relu/", AcceptView.as_view(), name="accept"),
        path("<number:page_id>/apercu/", PreviewScreen.as_view(), name="preview"),
        path("<number:page_id>/apercu/courriel/", PreviewFrame.as_view(), name="preview_frame"),
        path("<number:page_id>/rectification/", ErratumView.as_view(), name="erratum"),
        path("<number:page_id>/complement/", OthersView.as_view(), name="others"),
        path("<number:page_id>/retrait/", RedactView.as_view(), name="redact"),
        path("lettres/", letters, name="letters"),
        path("reponses/<number:reply_id>/traitee/", HandleReplyView.as_view(), name="handle_reply"),
        path("listes/importer/", ImportView.as_view(), name="import"),
        path("listes/<uuid:key>/", ReviewImportView.as_view(), name="review_import"),
        path("abonnements/<number:subscriber_id>/desabonner/", UnsubscribeView.as_view(), name="unsubscribe"),
    ]
    return [path("infolettre/", include((patterns, "newsletter_admin")))]


@hooks.register("register_log_actions")
def name_what_happens_in_the_history(actions: Any) -> None:
    for action, label, message in (*LOGGED, *STORY):
        actions.register_action(action, label, message)


@hooks.register("register_page_header_buttons")
def offer_to_send_in_the_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _send_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_to_send_in_the_list(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _send_button(page, user)


def _send_button(page: Page, user: Any) -> Iterator[Button]:
    if page.pk and page.specific_class is LetterPage and page.permissions_for_user(user).can_edit():
        yield Button("Envoi par courriel", url=_send_url(page), icon_name="mail", priority=5)


def _send_url(page: Page) -> str:
    return reverse("newsletter_admin:send", args=[page.pk])


@hooks.register("before_delete_page")
def keep_what_stands_on_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A letter that left, a page that a selection names, or one above them, is not deleted: the database would refuse,
    and less politely.
    """
    return _refused(request, [page])


@hooks.register("before_bulk_action")
def keep_what_stands_on_pages_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [item for item in objects if isinstance(item, Page)]
    return _refused(request, pages) if action_type == "delete" and pages else None


def _refused(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    if sent := _sent_under(pages):
        messages.error(request, REFUSED.format(title=sent[0].letter.title))
    elif rule := _rule_under(pages):
        messages.error(request, NAMED.format(title=rule.page, selection=rule.selection))
    else:
        return None
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("after_unpublish_page")
def say_what_unpublishing_breaks(request: HttpRequest, page: Page) -> None:
    if _sent_under([page]):
        messages.warning(request, "Le lien « lire en ligne » de la lettre déjà envoyée ne s’ouvre plus.")


def _sent_under(pages: Iterable[Page]) -> list[Dispatch]:
    """The departures of these pages and of all below them, in one query for each page."""
    departures = Dispatch.objects.select_related("letter").order_by("pk")
    return [row for page in pages for row in departures.filter(letter__path__startswith=page.path)[:1]]


def _rule_under(pages: Iterable[Page]) -> SelectionRule | None:
    """A rule of a selection that names one of these pages, or one below."""
    rules = SelectionRule.objects.select_related("page", "selection").order_by("pk")
    found = (rules.filter(page__path__startswith=page.path).first() for page in pages)
    return next(filter(None, found), None)


@hooks.register("register_admin_urls")
def register_coverage_url() -> list[URLPattern]:
    return [path("journal/couverture/", CoverageView.as_view(), name="journal_coverage")]


@hooks.register("register_admin_urls")
def register_impact_url() -> list[URLPattern]:
    return [path("bilan/", ImpactView.as_view(), name="impact")]


@hooks.register("register_reports_menu_item")
def register_impact_menu_item() -> MenuItem:
    permission = (ImpactView.permission_required,)
    return PermittedMenuItem(
        ImpactView.page_title, reverse("impact"), icon_name="table", order=90, permissions=permission
    )


@hooks.register("register_reports_menu_item")
def register_coverage_menu_item() -> MenuItem:
    return MenuItem("Couverture", reverse("journal_coverage"), icon_name="site", order=100)
