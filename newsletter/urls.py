"""Addresses of the newsletter app that are not Wagtail pages."""

from django.urls import URLPattern

app_name = "newsletter"
urlpatterns: list[URLPattern] = []
