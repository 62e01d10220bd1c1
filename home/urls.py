"""Addresses of the home app that are not Wagtail pages."""

from django.urls import URLPattern

app_name = "home"
urlpatterns: list[URLPattern] = []
