"""What every template may ask of the ground: French dates and typography, menu, trail, document title."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django import template
from django.core.paginator import Page as PaginatedPage
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site

from .. import dates, typography, visibility
from ..slugs import french_slug
from ..teasers import Teaser

register = template.Library()


# --- Typography ----------------------------------------------------------------------------------


@register.filter
def typo(value: Any) -> SafeString:
    """HTML with French typography. A plain string is escaped. In an attribute, use `typo_text`."""
    return mark_safe(typography.typo_fr(str(conditional_escape(value))))


@register.filter
def typo_text(value: Any) -> str:
    """Plain text with French typography, escaped by the template as usual: titles, attributes, subjects of mails."""
    return typography.typo_text(str(value))


@register.simple_tag(takes_context=True)
def anchor(context: template.Context, text: str) -> str:
    """The id of a heading: « L’état des lieux » → `l-etat-des-lieux`; the second of the same words gets `-2`."""
    name = french_slug(str(text)) or "partie"
    request = context.get("request")
    if request is None:
        return name
    seen = request.__dict__.setdefault("_cms_anchors", {})
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


@register.filter
def plural_fr(count: int | float, forms: str = ",s") -> str:
    """`{{ n }} place{{ n|plural_fr }}`, `{{ n|plural_fr:"a,ont" }}`. In French 0, 1 and 1,5 are singular."""
    singular, _, plural = forms.rpartition(",")
    return plural if abs(count or 0) >= 2 else singular


# --- Dates ---------------------------------------------------------------------------------------


@register.filter
def date_fr(value: date | datetime | None) -> str:
    """« jeudi 1er mars 2027 »."""
    return dates.long_date_html(value) if value else ""


@register.filter
def short_date_fr(value: date | datetime | None) -> str:
    """« 1er mars 2027 »."""
    return dates.short_date_html(value) if value else ""


@register.filter
def time_fr(value: time | datetime | None) -> str:
    """« 9 h », « 9 h 30 »."""
    return dates.time_text(value) if value is not None else ""


@register.filter
def hours_fr(start: time | datetime | None, end: time | datetime | None = None) -> str:
    """« de 9 h à 10 h 30 », « à 9 h »."""
    return dates.hours_text(start, end) if start is not None else ""


@register.filter
def series_fr(days: Iterable[date | datetime]) -> str:
    """« les 2 et 9 avril ainsi que les 7 et 21 mai 2021 »."""
    return dates.series_html(days)


# --- Where we are --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trail:
    """The pages above a page, from the home page down, and the section (child of the home page) it belongs to."""

    ancestors: tuple[Page, ...]
    section: Page | None


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    current: str  # value of aria-current: "page", "true" (we are below it) or ""


@register.simple_tag
def page_trail(page: Any) -> Trail:
    """The Trail of `page`, read once per page object; empty for what is not a page (a form, an error)."""
    if not isinstance(page, Page) or not page.pk:
        return Trail((), None)
    if not hasattr(page, "_cms_trail"):
        ancestors = tuple(page.get_ancestors().filter(depth__gt=1))
        page._cms_trail = Trail(ancestors, ancestors[1] if len(ancestors) > 1 else None)
    return page._cms_trail


@register.filter
def if_public(page: Any) -> Any:
    """`page` when everybody may read it, else None: `{% with page=value.page|if_public %}`."""
    return visibility.if_public(page)


@register.simple_tag
def page_title(page: Any) -> str:
    """« Page – Rubrique », the beginning of the document's title; the base template adds the name of the site."""
    if not isinstance(page, Page):
        return ""
    title = page.seo_title or page.title
    section = page_trail(page).section
    return typography.typo_text(f"{title} – {section.title}" if section else title)


@register.inclusion_tag("components/menu.html", takes_context=True)
def main_menu(context: template.Context) -> dict[str, list[MenuItem]]:
    """The children of the home page that editors put in menus, in one query."""
    request = context.get("request")
    site = Site.find_for_request(request)
    page = context.get("page")
    path = page.path if isinstance(page, Page) else ""
    pages = (
        Page.objects.child_of(site.root_page).live().in_menu().filter(view_restrictions__isnull=True)
        if site
        else Page.objects.none()
    )
    return {"items": [_menu_item(child, path, request) for child in pages]}


def _menu_item(child: Page, path: str, request: Any) -> MenuItem:
    current = "page" if path == child.path else "true" if path.startswith(child.path) else ""
    return MenuItem(child.title, child.get_url(request) or "", current)


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context) -> str:
    """The one absolute address of what is shown, without its filters."""
    page = context.get("page")
    request = context.get("request")
    if isinstance(page, Page) and page.pk and page.full_url:
        return page.full_url
    return request.build_absolute_uri(request.path) if request else ""


@register.simple_tag
def social_picture(page: Any) -> Any:
    """The picture shown with a link to `page`: its social image, else its listing image, else None."""
    return getattr(page, "social_image", None) or getattr(page, "listing_image", None)


@register.simple_tag
def teaser_with(teaser: Teaser, title: str = "", summary: str = "") -> Teaser:
    """`teaser` under another title or summary, where an editor gave one."""
    return replace(teaser, title=title or teaser.title, summary=summary or teaser.summary)


@register.simple_tag
def elided_pages(page_obj: PaginatedPage) -> Iterator[int | str]:
    """The page numbers to show around `page_obj`."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
