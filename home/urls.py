"""Addresses of the home app that are not Wagtail pages."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from . import views
from .sitemaps import SITEMAPS

app_name = "home"
urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("annuaire/", views.directory, name="directory"),
    path("annuaire/carte.json", views.directory_map, name="directory_map"),
    path("annuaire/annuaire.<str:form>", views.directory_file, name="directory_file"),
    path("plan-du-site/", views.sitemap, name="sitemap"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_xml"),
    path("favicon.ico", views.favicon, name="favicon"),
]
