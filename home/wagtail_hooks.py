"""What this app adds to the admin: its menu."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .viewsets import ActorsGroup


@hooks.register("register_admin_viewset")
def actors() -> ViewSetGroup:
    return ActorsGroup()
