"""Addresses of the cms app that are mounted in development only."""

from django.urls import URLPattern

app_name = "cms"
urlpatterns: list[URLPattern] = []
