"""Addresses of the events app that are not Wagtail pages."""

from django.urls import URLPattern

app_name = "events"
urlpatterns: list[URLPattern] = []
