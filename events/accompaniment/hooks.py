"""Addresses of accompaniments in the admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from .admin import FileView, RegisterView


@hooks.register("register_admin_urls")
def register_accompaniments() -> list[URLPattern]:
    return [
        path("accompagnements/", RegisterView.as_view(), name="accompaniments"),
        path("accompagnements/<number:pk>/", FileView.as_view(), name="accompaniment_file"),
    ]
