"""What search engines are told: every public Wagtail page, and the pages made from settings."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap


class SettingsPagesSitemap(Sitemap):
    """Pages that no editor writes."""

    def items(self) -> list[str]:
        return ["home:sitemap", "home:legal", "home:privacy", "home:accessibility"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": WagtailSitemap, "settings": SettingsPagesSitemap}
