"""Addresses of the outbox app that are mounted in development only."""

from django.urls import URLPattern

app_name = "outbox"
urlpatterns: list[URLPattern] = []
