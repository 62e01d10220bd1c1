"""Addresses of the journal app that are not Wagtail pages."""

from django.urls import URLPattern

app_name = "journal"
urlpatterns: list[URLPattern] = []
