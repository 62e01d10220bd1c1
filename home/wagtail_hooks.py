"""What this app adds to the admin: its menu, and the report of dates to put right."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from .admin_views import DatesToCheckView
from .viewsets import ActorsGroup


@hooks.register("register_admin_viewset")
def actors() -> ViewSetGroup:
    return ActorsGroup()


@hooks.register("register_admin_urls")
def register_screens() -> list[URLPattern]:
    return [path("rapports/dates-a-verifier/", DatesToCheckView.as_view(), name="home_dates_to_check")]


@hooks.register("register_reports_menu_item")
def dates_to_check() -> MenuItem:
    return MenuItem("Dates à vérifier", reverse("home_dates_to_check"), icon_name="warning", order=900)
