"""What search engines are told: public Wagtail pages, those made from settings, and what the apps above declare."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from .registries import addresses


class SettingsPagesSitemap(Sitemap):
    """Pages that no editor writes."""

    def items(self) -> list[str]:
        own = ("directory", "propose", "sitemap", "legal", "privacy", "accessibility")
        return [f"home:{name}" for name in own]

    def location(self, item: str) -> str:
        return reverse(item)


class DeclaredSitemap(Sitemap):
    """Pages that the apps above make from what they hold (`home.registries.addresses`)."""

    def items(self) -> list[str]:
        return [path for source in addresses for path in source.of()]

    def location(self, item: str) -> str:
        return item


SITEMAPS = {"pages": WagtailSitemap, "settings": SettingsPagesSitemap, "declared": DeclaredSitemap}
