"""Articles of another site become pages of ours: whole or not at all, once, with a report of every doubt."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.models import BasePage, Topic
from cms.prose import Fragments, blocks_from_html
from cms.slugs import free_slug
from config.bringing_in import Done, ImportRefused, Report, lead_here, whole_or_not_at_all
from config.models import ImportedSource
from config.texts.kinds import KINDS
from home.models import NewsPage
from journal.models import ArticlePage

from .items import MOST_ITEMS, Item
from .media import MediaFolder

SUMMARY_LIMIT = 400
TITLE_LIMIT = 255


@dataclass(frozen=True)
class Wish:
    """How to import. `kinds` says what a kind becomes instead (« actualite » → « article »); `media` is the folder of
    the files of the old site, where its pictures are found.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    media: Path | None = None
    dry_run: bool = False
    strict: bool = False


def import_items(items: Iterable[Item], wish: Wish, *, step: Callable[[], Any] = lambda: None) -> Report:
    """Bring the items in; a second import of the same changes nothing. `step` is called after each.

    Raises TextRefused (from the reading) or ImportRefused.
    """
    report = Report()
    media = MediaFolder(folder=wish.media)
    with whole_or_not_at_all(report, dry_run=wish.dry_run, strict=wish.strict, take_back=media.take_back):
        work = _Import(wish, report, media)
        for rank, item in enumerate(items):
            if rank >= MOST_ITEMS:
                raise ImportRefused("Ce site a plus de 20 000 articles : importez-le en plusieurs fois.", report)
            work.bring(item)
            step()
    return report


class _Import:
    def __init__(self, wish: Wish, report: Report, media: MediaFolder) -> None:
        self.wish = wish
        self.media = media
        self.report = report
        self.topics = {topic.name.lower(): topic for topic in Topic.objects.all()}
        self.parents: dict[str, Page] = {}

    def bring(self, item: Item) -> None:
        known = ImportedSource.objects.filter(path=item.path).select_related("page").first()
        if known and known.page is None:
            self.report.tell(item.title, "supprimé depuis le premier import, pas recréé")
        elif known and known.digest == item.digest:
            self.report.done[Done.PAGE_KEPT] += 1
        else:
            self._write(item, known)

    def _write(self, item: Item, known: ImportedSource | None) -> None:
        for remark in item.remarks:
            self.report.warn(item.title, remark)
        page: Any = known.page.specific if known and known.page else self._new_page(item)
        edited = bool(known and page.latest_revision_id != known.revision_id)
        self._fill(page, item)
        revision = page.save_revision(clean=False)
        if edited:
            self.report.warn(item.title, "modifié ici depuis : la nouvelle version est un brouillon à comparer")
        elif not item.is_draft and not isinstance(page, ArticlePage):
            # An article comes out with its issue, after its own steps.
            revision.publish()
        ImportedSource.objects.update_or_create(
            path=item.path, defaults={"digest": item.digest, "page": page, "revision": revision}
        )
        if item.old_path and not item.is_draft:
            lead_here(item.old_path, page, self.report, place=item.title)
        self.report.done[Done.PAGE_UPDATED if known else Done.PAGE_MADE] += 1

    def _new_page(self, item: Item) -> BasePage:
        name = self.wish.kinds.get(item.kind, item.kind)
        parent = self._parent(name)
        page = KINDS[name].model(title=item.title[:255], slug=free_slug(parent, item.title), live=False)
        parent.add_child(instance=page)
        return page

    def _parent(self, name: str) -> Page:
        if name not in self.parents:
            parent = KINDS[name].parent()
            if parent is None:
                missing = KINDS[name].above._meta.verbose_name
                raise ImportRefused(f"Il manque la page « {missing} » où ranger ces pages.", self.report)
            self.parents[name] = parent
        return self.parents[name]

    def _fill(self, page: Any, item: Item) -> None:
        page.title = item.title[:TITLE_LIMIT]
        if len(item.title) > TITLE_LIMIT:
            self.report.warn(page.title, f"titre de plus de {TITLE_LIMIT} signes, coupé")
        body = blocks_from_html(item.html, around=self.media)
        while self.media.refused:
            self.report.warn(item.title, f"image non reprise\u00a0: {self.media.refused.pop(0)}")
        page.summary = self._summary(item, body)
        if isinstance(page, NewsPage):
            page.date = item.day or timezone.localdate()
            if item.day is None:
                self.report.warn(item.title, "date inconnue : celle d’aujourd’hui est prise")
        for note in body.notes:
            self.report.warn(item.title, str(note))
        page.body = json.dumps(body.blocks)
        page.topics.set([self.topics[word.lower()] for word in item.topics if word.lower() in self.topics])
        for word in item.topics:
            if word.lower() not in self.topics:
                self.report.warn(item.title, f"thème inconnu ici : « {word} »")

    def _summary(self, item: Item, body: Fragments) -> str:
        """A summary too long for its field opens the text instead: nothing is cut."""
        if len(item.summary) <= SUMMARY_LIMIT:
            return item.summary
        body.blocks.insert(0, {"type": "quote", "value": {"text": item.summary, "author": "", "role": ""}})
        return ""
