"""A seed of a project, on its own page."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from ..models import GroupNews, Seed
from ..selectors import news_of, public_seed


@require_safe
def seed(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_seed(slug)
    if found is None:
        raise Http404("Aucune graine à cette adresse.")
    group = getattr(found, "group", None)
    context = {"seed": found, "group": group, "event": found.event, "news": news_of(found)}
    return render(request, "events/seed.html", context)


class SeedFeed(Feed):
    """The small feed of one seed: what its group tells (M5)."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Seed:
        found = public_seed(slug)
        if found is None:
            raise Http404("Aucune graine à cette adresse.")
        return found

    def title(self, seed: Seed) -> str:
        return f"Graine de projet : {seed.title}"

    def link(self, seed: Seed) -> str:
        return seed.get_absolute_url()

    def items(self, seed: Seed) -> list[GroupNews]:
        return news_of(seed)

    def item_title(self, item: GroupNews) -> str:
        return item.text[:80]

    def item_description(self, item: GroupNews) -> str:
        return item.text

    def item_link(self, item: GroupNews) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: GroupNews) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_pubdate(self, item: GroupNews) -> datetime:
        return item.at

    item_updateddate = item_pubdate
