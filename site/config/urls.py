"""Every address of the site. Wagtail's pages come last: they answer whatever nobody else did."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("django-admin/", admin.site.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("config.first_run.urls")),
    path("", include("home.urls")),
    path("", include("events.urls")),
    path("", include("journal.urls")),
    path("", include("newsletter.urls")),
    path("", include("people.urls")),
]

if settings.ANYMAIL.get("WEBHOOK_SECRET"):
    # Without a secret anybody could declare any address dead: then nobody is listened to.
    urlpatterns.append(path("prestataire/", include("anymail.urls")))

if settings.DEBUG:
    urlpatterns += [
        path("guide-de-style/", include("cms.urls")),
        path("boite-aux-lettres/", include("outbox.urls")),
        *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    ]

urlpatterns += [path("", include(wagtail_urls))]
