"""Every address written in a letter: it must lead somewhere, for everyone, and its words must say where."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..addresses import is_ours, links_in
from ..enums import FaultKind
from ..errors import Fault
from ..permanence import targets_of
from .events import faults_of_pasted_events
from .subject import Subject

# What a link says when it says nothing (RGAA 6.1, law.md A-08).
BARE = frozenset({"ici", "cliquez ici", "cliquer ici", "lire la suite", "en savoir plus", "lien", "ce lien", "plus"})
MACHINES = re.compile(r"^(localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|.*\.(local|localhost|test|internal)$)")
FRONT = ("http://", "https://", "mailto:", "tel:", "%%")


def faults_of_its_links(subject: Subject) -> Iterator[Fault]:
    written = [
        (address, words, segment.block_id)
        for segment in subject.composition.segments
        for address, words in links_in(segment.html)
    ]
    ours: dict[str, str] = {}
    for address, words, block in written:
        if words.strip(" .…»").lower() in BARE:
            yield Fault(FaultKind.BARE_LINK, words, block_id=block)
        kind = _fault_of_an_address(address, subject.base_url)
        if kind:
            yield Fault(kind, address, block_id=block)
        elif is_ours(address, subject.base_url):
            ours.setdefault(urlsplit(address).path or "/", block)
    yield from _faults_of_our_paths(ours, set(subject.references.pages), subject.now)


def _fault_of_an_address(address: str, base_url: str) -> FaultKind | None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if is_ours(address, base_url):
        return FaultKind.PREVIEW_LINK if parts.path.startswith(("/admin/", "/django-admin/")) else None
    if not address.startswith(FRONT) or (parts.scheme in ("http", "https") and "." not in host and host != "localhost"):
        return FaultKind.BROKEN_ADDRESS
    return FaultKind.PREVIEW_LINK if MACHINES.match(host) else None


def _faults_of_our_paths(blocks: dict[str, str], named: set[int], now: datetime) -> Iterator[Fault]:
    """`named` are the pages that the letter names otherwise, whose dates are judged with them."""
    targets = targets_of(blocks)
    redirects = dict(
        Redirect.objects.filter(old_path__in=[_bare(path) for path in blocks]).values_list("old_path", "pk")
    )
    pages = [target.pk for target in targets.values() if isinstance(target, Page)]
    public = set(Page.objects.filter(pk__in=pages).live().public().values_list("pk", flat=True))
    for path, block in blocks.items():
        target = targets.get(path)
        if isinstance(target, Page):
            if target.pk not in public:
                yield _fault_of_a_hidden_page(target)
        elif target is None and _bare(path) in redirects:
            yield Fault(FaultKind.MOVED_PAGE, path, block_id=block)
        elif target is None and not _answers(path):
            yield Fault(FaultKind.DEAD_LINK, path, block_id=block)
    pasted = {target.pk: (target, blocks[path]) for path, target in targets.items() if isinstance(target, Page)}
    yield from faults_of_pasted_events([pasted[key] for key in pasted if key in public - named], now)


def _fault_of_a_hidden_page(page: Page) -> Fault:
    if page.live:
        return Fault(FaultKind.PRIVATE_PAGE, page.title, page.pk)
    return Fault(FaultKind.EXPIRED_PAGE if page.expired else FaultKind.DRAFT_PAGE, page.title, page.pk)


def _answers(path: str) -> bool:
    """Whether a view of ours, and not the page tree, stands at `path`."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    is_about_something = "page_id" in match.kwargs or match.view_name == "events:seed"
    return match.url_name not in ("wagtail_serve", "wagtaildocs_serve") and not is_about_something


def _bare(path: str) -> str:
    """As Wagtail writes the old path of a redirect."""
    return Redirect.normalise_path(path)
