"""Addresses of people: where somebody answers about what they confided."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [path("paroles/<str:token>/", views.voice, name="voice")]
