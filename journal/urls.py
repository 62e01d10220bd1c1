"""Addresses of the journal app that are not Wagtail pages."""

from django.urls import URLPattern, path

from .feeds import JournalFeed, PodcastFeed
from .paper import public
from .views import writers

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("journal-participer/tache/<str:token>/", writers.assignment_view, name="assignment"),
    path("journal-participer/texte/<str:token>/", writers.draft_view, name="draft"),
    path("journal-participer/passage/<str:token>/", writers.passage_view, name="passage"),
    path("journal-participer/signature/<str:token>/", writers.signature_view, name="signature"),
    path("r/<slug:code>", public.short, name="short"),
    path("r/<slug:code>/", public.short),  # as a hand may type it
    path("numeros/ou-le-trouver/", public.places, name="places"),
    path("numeros/<number:number>/integral/", public.whole_issue, name="whole_issue"),
    path("numeros/<number:number>/fichiers/<slug:output>", public.issue_file, name="issue_file"),
    path("flux/journal/", JournalFeed(), name="feed"),
    path("flux/journal/a-ecouter/", PodcastFeed(), name="podcast"),
    path("flux/journal/<slug:rubric>/", JournalFeed(), name="rubric_feed"),
]
