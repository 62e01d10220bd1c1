"""What became of an address that was mailed: where it leads now, or what to say of it (letters.md, moonshot 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.visibility import if_public
from events.models import Seed

from .enums import Fate
from .models import Dispatch, MailedLink


@dataclass(frozen=True)
class Outcome:
    """`url` when it leads somewhere else now; otherwise `fate` says why it leads nowhere."""

    title: str
    fate: Fate
    url: str = ""
    letters: tuple[Dispatch, ...] = ()


def targets_of(paths: Iterable[str]) -> dict[str, Any]:
    """The page, seed or document that stands at each path of the site today; other addresses are left out."""
    found: dict[str, Any] = {}
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page.url_path if site else "/"
    by_url = {f"{root}{path.lstrip('/')}": path for path in paths}
    for page in Page.objects.filter(url_path__in=by_url).order_by("pk"):
        found[by_url[page.url_path]] = page
    for path in by_url.values():
        target = found.get(path) or _resolved(path)
        if target is not None:
            found[path] = target
    return found


def what_became_of(path: str) -> Outcome | None:
    """What to answer at `path`, which nothing answers any more; None when it was never mailed."""
    links = list(MailedLink.objects.filter(path__in=_spellings(path)).prefetch_related("target"))
    if not links:
        return None
    title = links[0].title
    target = next((link.target for link in links if link.target), None)
    url = _url_now(target)
    if url and url.rstrip("/") != path.rstrip("/"):
        return Outcome(title=title, fate=Fate.MOVED, url=url)
    mailed_in = {link.dispatch_id for link in links if link.dispatch_id}
    letters = tuple(Dispatch.objects.readable().filter(pk__in=mailed_in))
    return Outcome(title=str(target or title), fate=_fate(target), letters=letters)


def _spellings(path: str) -> tuple[str, str]:
    """With and without its last slash: mail programs and people drop it."""
    bare = path.rstrip("/")
    return bare or "/", f"{bare}/"


def _fate(target: Any) -> Fate:
    if target is None:
        return Fate.DELETED
    return Fate.EXPIRED if getattr(target, "expired", False) else Fate.UNPUBLISHED


def _url_now(target: Any) -> str:
    """Where `target` can be read today. A private page has an address too: it asks for its password there."""
    if isinstance(target, Page):
        return (target.get_url() or "") if target.live else ""
    if isinstance(target, Seed):
        return target.get_absolute_url() if if_public(target.event) else ""
    return str(target.url) if target is not None else ""


def _resolved(path: str) -> Any:
    """The seed or document whose own address is `path`, or the page that a view of ours there is about (its form…)."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if "page_id" in match.kwargs:
        return Page.objects.filter(pk=match.kwargs["page_id"]).first()
    if match.view_name == "events:seed":
        return Seed.objects.filter(slug=match.kwargs["slug"]).first()
    if match.url_name == "wagtaildocs_serve":
        return get_document_model().objects.filter(pk=(*match.args, *match.kwargs.values())[0]).first()
    return None
