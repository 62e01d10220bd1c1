"""Addresses of the cms app that are mounted in development only."""

from django.urls import path

from .views import StyleGuideView

app_name = "cms"
urlpatterns = [path("", StyleGuideView.as_view(), name="style_guide")]
