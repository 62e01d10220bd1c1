"""Feeds of the journal: all of it, one rubric, and what one listens to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import strip_tags

from cms.models import SiteIdentity
from cms.typography import typo_text

from .blocks.audio import MEDIA_TYPES
from .models import JournalPage, Rubric
from .selectors.feeds import Episode, Told, episodes, told_articles


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text of each article, and each category as an element."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class Screen:
    """Where a feed finds pictures: on this site, by their whole address."""

    is_paper = False
    seed_addresses: dict[int, str] = {}

    def picture(self, image: Any, width: str) -> str:
        return str(image.get_rendition("width-900|format-jpeg|jpegquality-80").full_url)


class JournalFeed(Feed[Told, JournalPage]):
    """The newest articles, or those of one rubric."""

    feed_type = FullTextFeed
    language = "fr"

    def get_object(self, request: HttpRequest, rubric: str = "") -> Any:
        journal = get_object_or_404(JournalPage.objects.live().public())
        journal.told_rubric = get_object_or_404(Rubric, slug=rubric) if rubric else None
        return journal

    def title(self, journal: Any) -> str:
        return typo_text(f"{journal.title} – {journal.told_rubric}" if journal.told_rubric else journal.title)

    def link(self, journal: JournalPage) -> str:
        return journal.full_url or settings.WAGTAILADMIN_BASE_URL

    def description(self, journal: Any) -> str:
        promise = journal.told_rubric.promise if journal.told_rubric else ""
        return typo_text(promise or journal.introduction or journal.title)

    def items(self, journal: Any) -> list[Told]:
        return told_articles(journal, journal.told_rubric)

    def item_title(self, item: Told) -> str:
        return typo_text(item.page.title)

    def item_description(self, item: Told) -> str:
        return typo_text(item.page.summary)

    def item_link(self, item: Told) -> str:
        return item.page.full_url or ""

    def item_guid(self, item: Told) -> str:
        return f"urn:uuid:{item.page.translation_key}"

    item_guid_is_permalink = False

    def item_author_name(self, item: Told) -> str:
        return ", ".join(signature.name for signature in item.page.signatures.all())

    def item_pubdate(self, item: Told) -> datetime | None:
        return item.page.first_published_at

    def item_updateddate(self, item: Told) -> datetime | None:
        return item.page.last_published_at

    def item_categories(self, item: Told) -> list[str]:
        return [item.page.rubric.name] if item.page.rubric else []

    def item_extra_kwargs(self, item: Told) -> dict[str, Any]:
        return {"content": render_to_string("journal/feed_article.html", {"item": item, "place": Screen()})}


class PodcastFeedType(Rss201rev2Feed):
    """RSS 2.0 with what podcast applications want: the iTunes names and the transcript (podcastindex.org)."""

    def rss_attributes(self) -> dict[str, str]:
        names = {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }
        return {**super().rss_attributes(), **names}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:author", self.feed["publisher"])
        handler.addQuickElement("itunes:image", None, {"href": self.feed["cover"]})
        handler.addQuickElement("itunes:category", None, {"text": "Society & Culture"})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(item["seconds"]))
        handler.addQuickElement("podcast:transcript", None, {"url": item["link"], "type": "text/html"})


# The least side of a square cover, in pixels, for the directories of podcasts to take it.
COVER_SIDE = 1400
DRAWN_COVER = "img/podcast.png"


def cover_of(journal: JournalPage) -> str:
    """The address of the square cover of the podcast: the picture of the journal when it is large enough, or ours."""
    picture = journal.listing_image
    if picture is None or min(picture.width, picture.height) < COVER_SIDE:
        return f"{settings.WAGTAILADMIN_BASE_URL}{static(DRAWN_COVER)}"
    return str(picture.get_rendition(f"fill-{COVER_SIDE}x{COVER_SIDE}|format-jpeg|jpegquality-80").full_url)


class PodcastFeed(Feed[Episode, JournalPage]):
    """What the articles let one hear; each episode holds the words of its transcript."""

    feed_type = PodcastFeedType
    language = "fr"

    def get_object(self, request: HttpRequest) -> Any:
        return get_object_or_404(JournalPage.objects.live().public())

    def title(self, journal: JournalPage) -> str:
        return typo_text(f"{journal.title}, à écouter")

    def link(self, journal: JournalPage) -> str:
        return journal.full_url or settings.WAGTAILADMIN_BASE_URL

    def description(self, journal: JournalPage) -> str:
        return typo_text(journal.introduction or journal.title)

    def feed_extra_kwargs(self, journal: JournalPage) -> dict[str, Any]:
        identity = SiteIdentity.for_site(journal.get_site())
        return {"publisher": typo_text(identity.name or journal.title), "cover": cover_of(journal)}

    def items(self, journal: JournalPage) -> list[Episode]:
        return episodes(journal)

    def item_title(self, item: Episode) -> str:
        return typo_text(item.title)

    def item_description(self, item: Episode) -> str:
        return typo_text(f"{item.page.summary}\n\n{strip_tags(item.transcript)}".strip())

    def item_link(self, item: Episode) -> str:
        return item.page.full_url or ""

    def item_guid(self, item: Episode) -> str:
        return f"urn:uuid:{item.page.translation_key}:{item.document.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Episode) -> datetime | None:
        return item.page.first_published_at

    def item_enclosures(self, item: Episode) -> list[Enclosure]:
        kind = MEDIA_TYPES[item.document.file_extension.lower()]
        address = f"{settings.WAGTAILADMIN_BASE_URL}{item.document.url}"
        return [Enclosure(address, str(item.document.get_file_size() or 0), kind)]

    def item_extra_kwargs(self, item: Episode) -> dict[str, Any]:
        return {"seconds": item.minutes * 60}
