"""The site's addresses with the style guide, which the site itself mounts in development only."""

from django.urls import include, path

from config.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("guide-de-style/", include("cms.urls")), *site_urlpatterns]
