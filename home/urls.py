"""Addresses of the home app that are not Wagtail pages."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from . import call_views, holder_views, views
from .sitemaps import SITEMAPS

app_name = "home"
urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("annuaire/", views.directory, name="directory"),
    path("annuaire/carte.json", views.directory_map, name="directory_map"),
    path("annuaire/annuaire.<str:form>", views.directory_file, name="directory_file"),
    path("proposer/", holder_views.ProposeView.as_view(), name="propose"),
    path("proposer/lien-envoye/", holder_views.link_sent, name="link_sent"),
    path("mes-fiches/<str:token>/", holder_views.space, name="space"),
    path("mes-fiches/<str:token>/retirer/<uuid:key>/", holder_views.retire, name="retire"),
    path("mes-fiches/<str:token>/<slug:kind>/", holder_views.write, name="write"),
    path("mes-fiches/<str:token>/<slug:kind>/<uuid:key>/", holder_views.write, name="rewrite"),
    path("appels.ics", call_views.calls_calendar, name="calls_calendar"),
    path("appels/<number:page_id>/cloture.ics", call_views.call_calendar, name="call_calendar"),
    path("plan-du-site/", views.sitemap, name="sitemap"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_xml"),
    path("favicon.ico", views.favicon, name="favicon"),
]
