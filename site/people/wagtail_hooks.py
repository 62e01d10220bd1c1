"""The menu « Personnes »."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .views.exchanges import NotebooksView, NotebookView
from .viewsets import PeopleGroup

# register_snippet takes any viewset or group; only it makes ConsentText known as a snippet.
register_snippet(PeopleGroup)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLPattern]:
    return [
        path("echanges/", NotebooksView.as_view(), name="people_notebooks"),
        path("echanges/<number:pk>/", NotebookView.as_view(), name="people_notebook"),
    ]
