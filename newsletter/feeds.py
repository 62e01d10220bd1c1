"""The archive as a feed: every letter in full, as it left, for who reads without giving an address."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from outbox.sender import current_sender

from .addresses import absolute
from .archive import frozen_letter
from .models import Dispatch, LetterIndexPage

LETTERS_IN_THE_FEED = 20


class LettersFeed(Feed):
    """`/infolettre/flux.atom`: the newest letters, their frozen words, their corrections and their tombstones."""

    feed_type = Atom1Feed
    language = "fr"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> LetterIndexPage | None:
        return LetterIndexPage.objects.live().public().order_by("pk").first()

    def title(self, index: LetterIndexPage | None) -> str:
        return f"{current_sender().site_name} : {index.title if index else 'infolettre'}"

    def link(self, index: LetterIndexPage | None) -> str:
        return (index.full_url if index else None) or f"{current_sender().base_url}/"

    def feed_url(self, index: LetterIndexPage | None) -> str:
        return current_sender().base_url + reverse("newsletter:feed")

    def subtitle(self, index: LetterIndexPage | None) -> str:
        return index.introduction if index else ""

    def items(self, index: LetterIndexPage | None) -> list[Dispatch]:
        return list(Dispatch.objects.readable().prefetch_related("segments")[:LETTERS_IN_THE_FEED])

    def item_title(self, item: Dispatch) -> str:
        return item.letter.title

    def item_link(self, item: Dispatch) -> str:
        return item.letter.full_url or ""

    def item_guid(self, item: Dispatch) -> str:
        return f"urn:sha256:{item.body_digest}"

    def item_pubdate(self, item: Dispatch) -> datetime:
        return item.decided_at

    def item_updateddate(self, item: Dispatch) -> datetime:
        changes = [segment.redacted_at for segment in item.segments.all() if segment.redacted_at]
        return max([item.decided_at, *changes])

    def item_description(self, item: Dispatch) -> str:
        html = render_to_string("newsletter/feed_letter.html", {"web": frozen_letter(item)})
        return absolute(html, current_sender().base_url)

    def item_author_name(self, item: Dispatch) -> str:
        return current_sender().site_name
