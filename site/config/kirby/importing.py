"""The import itself: files, then pages, then their bodies once every name is known (kirby.md section 6)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page, Site

from cms.models import BasePage
from cms.slugs import free_slug
from config.bringing_in import Done, ImportRefused, Report, lead_here, whole_or_not_at_all
from config.models import ImportedSource
from events.errors import EventsError
from events.models import TrainingPage
from events.services import SessionDraft, save_sessions
from home.models import StandardPage

from ..indexing import indexed_at_the_end
from .addresses import Directory
from .filling import fill
from .folders import Reading, SourcePage, read_site
from .kinds import KINDS, Kind, kind_of, training_dates
from .media import FilesBroughtIn


@dataclass(frozen=True)
class Wish:
    """What to import and how. `kinds` gives, by template, a name of `KINDS`."""

    reading: Reading
    kinds: dict[str, str] = field(default_factory=dict)
    dry_run: bool = False
    strict: bool = False


def import_kirby(wish: Wish, *, step: Callable[[int, int], Any] = lambda done, total: None) -> Report:
    """Bring the folder in, whole or not at all; a second import of the same folder changes nothing.

    `step` is called after each page with how many are done, of how many, to show how far the work is. Raises
    UnreadableFolder, or ImportRefused when `strict` meets a doubt.
    """
    report = Report()
    site = read_site(wish.reading)
    files = FilesBroughtIn(Directory(), report)
    with whole_or_not_at_all(report, dry_run=wish.dry_run, strict=wish.strict, take_back=files.take_back):
        works = _Import(wish, report, files).run(site, step)
    for work in works if not wish.dry_run else ():
        _keep_session(work, report)
    return report


@dataclass
class _Work:
    """A page being brought in."""

    source: SourcePage
    kind: Kind
    page: BasePage
    known: ImportedSource | None


def _keep_session(work: _Work, report: Report) -> None:
    """Give a dated training its session, once: sessions have a lock of their own, taken after the import is written."""
    dates = training_dates(work.source) if isinstance(work.page, TrainingPage) else None
    if dates and not work.page.sessions.exists():
        try:
            save_sessions(event=work.page, drafts=[SessionDraft(*dates)])
        except EventsError as refusal:
            report.warn(work.source.path, f"séance à saisir à la main : {refusal.text}")


class _Import:
    def __init__(self, wish: Wish, report: Report, files: FilesBroughtIn) -> None:
        self.wish = wish
        self.report = report
        self.files = files
        self.directory = files.directory
        self.written: list[Page] = []
        self.home = Site.objects.get(is_default_site=True).root_page.specific

    def run(self, site: SourcePage, step: Callable[[int, int], Any]) -> list["_Work"]:
        self._tell_of_site(site)
        sources = [source for source in site.walk() if source is not site and source.path != "error"]
        for source in site.children:
            if source.path == "error" and source.fields:
                self.report.tell(source.path, "page d’erreur de l’ancien site, non reprise : celle d’ici la remplace")
        for source in (site, *sources):
            for file in source.files.values():
                self.files.bring(source, file)
        with indexed_at_the_end(self.written):
            works = [work for source in sources if (work := self._stand(source))]
            for done, work in enumerate(works, start=1):
                self._write(work)
                step(done, len(works))
        return works

    def _tell_of_site(self, site: SourcePage) -> None:
        for name, value in site.fields.items():
            if value and name != "uuid":
                self.report.tell("site.txt", f"« {name} » se règle dans Réglages : {' '.join(value.split())[:80]}")

    def _stand(self, source: SourcePage) -> _Work | None:
        """Find or make the page, so that links can lead to it before its body is written."""
        for warning in source.warnings:
            self.report.warn(source.path, warning)
        kind = self._kind(source)
        known = ImportedSource.objects.filter(path=f"page:{source.path}").select_related("page").first()
        if known and known.page is None:
            self.report.tell(source.path, "supprimée depuis le premier import, pas recréée")
            return None
        page = known.page.specific if known and known.page else self._new_page(source, kind)
        self.directory.add_page(source, page)
        return _Work(source, kind, page, known)

    def _kind(self, source: SourcePage) -> Kind:
        name = kind_of(source, self.wish.kinds)
        if name is None:
            self.report.warn(source.path, f"modèle « {source.template} » inconnu : page de texte (--map pour choisir)")
        return KINDS[name or "texte"]

    def _new_page(self, source: SourcePage, kind: Kind) -> BasePage:
        parent = self._parent(source, kind)
        title = (source.fields.get("title") or source.slug)[:255]
        page = kind.model(title=title, live=False, show_in_menus=source.is_listed and kind.model is StandardPage)
        page.slug = free_slug(parent, source.slug)
        parent.add_child(instance=page)
        return page

    def _parent(self, source: SourcePage, kind: Kind) -> Page:
        if kind.index:
            index = kind.index.objects.descendant_of(self.home, inclusive=True).first()
            if index is None:
                raise ImportRefused(
                    f"Il manque la page « {kind.index._meta.verbose_name} » pour ranger « {source.path} ».", self.report
                )
            return index
        above = self.directory.pages.get(source.parent_path)
        return above if above and isinstance(above.specific, StandardPage) else self.home

    def _write(self, work: _Work) -> None:
        source, page, known = work.source, work.page, work.known
        if known and known.digest == source.digest:
            self.report.done[Done.PAGE_KEPT] += 1
            return
        self.written.append(page)
        edited = bool(known and page.latest_revision_id != known.revision_id)
        fill(page, source, work.kind, self.directory, self.report)
        revision = page.save_revision(clean=False)
        if edited:
            self.report.warn(source.path, "modifiée ici depuis : la nouvelle version est un brouillon à comparer")
        elif not source.is_draft:
            revision.publish()
        ImportedSource.objects.update_or_create(
            path=f"page:{source.path}",
            defaults={"digest": source.digest, "page": page, "revision": revision},
        )
        if not source.is_draft:
            lead_here(f"/{source.address}", page, self.report, place=source.path)
        self.report.done[Done.PAGE_UPDATED if known else Done.PAGE_MADE] += 1
