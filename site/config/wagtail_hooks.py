"""What the whole house adds to the admin: first steps, and the way out of the demonstration."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.models import SiteIdentity
from config.demo.views import erase
from config.panels import FirstStepsPanel
from config.texts.views import ImportTextView, may_import


@hooks.register("register_admin_urls")
def register_demo_urls() -> list[URLPattern]:
    return [path("demonstration/effacer/", erase, name="erase_demo")]


@hooks.register("register_admin_urls")
def register_import_url() -> list[URLPattern]:
    return [path("importer-un-texte/", ImportTextView.as_view(), name="import_text")]


class ImportTextItem(MenuItem):
    """Shown to whoever may add a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def register_import_item() -> MenuItem:
    return ImportTextItem("Importer un texte", reverse("import_text"), icon_name="upload", order=800)


# After the apps below, whose own reminders it replaces.
@hooks.register("construct_homepage_panels", order=100)
def show_first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """For administrators, while something is missing. The legal notices are one of the steps: said once."""
    if not request.user.is_superuser:
        return
    panel = FirstStepsPanel(SiteIdentity.for_request(request))
    if panel.is_useful:
        panels[:] = [other for other in panels if getattr(other, "name", "") != "legal_notices"]
        panels.append(panel)
