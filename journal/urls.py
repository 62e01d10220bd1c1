"""Addresses of the journal app that are not Wagtail pages."""

from django.urls import URLPattern, path

from .views import writers

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("journal-participer/tache/<str:token>/", writers.assignment_view, name="assignment"),
    path("journal-participer/texte/<str:token>/", writers.draft_view, name="draft"),
    path("journal-participer/passage/<str:token>/", writers.passage_view, name="passage"),
    path("journal-participer/signature/<str:token>/", writers.signature_view, name="signature"),
]
