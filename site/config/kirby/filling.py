"""A page of ours filled from the fields of a Kirby page; what no field of ours holds is set aside, never lost."""

import json

from cms.models import BasePage, Topic
from cms.prose import Fragments
from home.models import ProgrammePage

from ..bringing_in import Report
from .addresses import Directory, Place
from .folders import SourcePage
from .kinds import Kind
from .sections import fill_sections
from .text import read_body
from .values import BadValue, read_names

# Fields that say where a page stands or how it was shown, and nothing to its readers.
OWN_FIELDS = {"title", "uuid", "sort", "template", "url_key", "slug"}
BODY_FIELDS = ("text", "body", "content", "contenu", "texte", "blocks", "blocs", "layout")
SUMMARY_FIELDS = ("description", "summary", "resume", "résumé", "chapo", "chapô", "excerpt", "intro")
COVER_FIELDS = ("cover", "couverture", "couv", "image", "vignette", "thumbnail")
TOPIC_FIELDS = ("tags", "themes", "thèmes", "topics")
SEE_ALSO_FIELDS = ("linkeddefinition", "related")
SUMMARY_LIMIT = 400
TITLE_LIMIT = 255


def fill(page: BasePage, source: SourcePage, kind: Kind, directory: Directory, report: Report) -> None:
    """Write on `page`, unsaved, all that `source` says; each doubt goes to the report."""
    _Filling(page, Place(source, directory), report).from_fields(kind)


class _Filling:
    """Each method fills one part and returns the names of the fields it used."""

    def __init__(self, page: BasePage, around: Place, report: Report) -> None:
        self.page = page
        self.around = around
        self.source = around.page
        self.report = report
        self.body = Fragments()

    def from_fields(self, kind: Kind) -> None:
        self._title()
        used = OWN_FIELDS | self._own(kind) | self._summary() | self._cover() | self._topics()
        used |= self._sections() | self._text() | self._see_also()
        for name, value in self.source.fields.items():
            if value and name not in used:
                self.body.set_aside(f"Champ « {name} »", value)
        for note in self.body.notes:
            self._warn(str(note))
        self.page.body = json.dumps(self.body.blocks)

    def _title(self) -> None:
        title = self.source.fields.get("title") or self.source.slug
        self.page.title = title[:TITLE_LIMIT]
        if len(title) > TITLE_LIMIT:
            self._warn(f"titre de plus de {TITLE_LIMIT} signes, coupé : « …{title[TITLE_LIMIT:][:80]} »")

    def _own(self, kind: Kind) -> set[str]:
        try:
            return kind.fill(self.page, self.source)
        except BadValue as error:
            self._warn(str(error))
            return set()

    def _sections(self) -> set[str]:
        return fill_sections(self.page, self.around, self.body) if isinstance(self.page, ProgrammePage) else set()

    def _text(self) -> set[str]:
        for name in BODY_FIELDS:
            if self.source.fields.get(name):
                self.body.extend(read_body(self.source.fields[name], self.around))
        return set(BODY_FIELDS)

    def _summary(self) -> set[str]:
        name = self._first(SUMMARY_FIELDS)
        if not name or len(self.source.fields[name]) > SUMMARY_LIMIT:
            return set()
        self.page.summary = " ".join(self.source.fields[name].split())
        return {name}

    def _cover(self) -> set[str]:
        name = self._first(COVER_FIELDS)
        if not name:
            return set()
        wanted = next(iter(self._names(name)), "")
        self.page.listing_image = self.around.image(wanted)
        if wanted and self.page.listing_image is None:
            self._warn(f"image de présentation introuvable : {wanted}")
        return {name}

    def _topics(self) -> set[str]:
        name = self._first(TOPIC_FIELDS)
        if not name:
            return set()
        wanted = {word.lower(): word for word in self._names(name)}
        known = {topic.name.lower(): topic for topic in Topic.objects.all()}
        self.page.topics.set([known[word] for word in wanted if word in known])
        for word in wanted.keys() - known.keys():
            self._warn(f"thème inconnu ici : « {wanted[word]} »")
        return {name}

    def _see_also(self) -> set[str]:
        names = {name for name in SEE_ALSO_FIELDS if self.source.fields.get(name)}
        for wanted in (one for name in sorted(names) for one in self._names(name)):
            if page := self.around.linked_page(wanted):
                self.body.add("page_teaser", {"page": page.pk, "title": "", "summary": ""})
            else:
                self._warn(f"page liée introuvable : {wanted}")
        return names

    def _names(self, name: str) -> list[str]:
        """The names in a field; what cannot be read is set aside."""
        try:
            return read_names(self.source.fields[name])
        except BadValue as error:
            self.body.set_aside(f"Champ « {name} » : {error}", self.source.fields[name])
            return []

    def _first(self, names: tuple[str, ...]) -> str:
        return next((name for name in names if self.source.fields.get(name)), "")

    def _warn(self, message: str) -> None:
        self.report.warn(self.source.path, message)
