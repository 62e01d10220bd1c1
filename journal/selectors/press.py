"""Everything that stops « Bon à tirer », found in a number of queries that does not grow with the issue."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.enums import ImageRights
from cms.models import Image
from people.enums import Answer
from people.models import Person

from ..enums import PressFault
from ..errors import Fault
from ..models import ArticlePage, CitedPassage, CoSignature, DraftVersion, IssuePage, Slot
from ..provenance import Provenance
from ..versions import Content, Passage, draft_of, front_of, hash_of, passages_of, signs_of
from .imprint import imprint_of
from .people import people_of
from .refusals import is_about, keeps_out
from .sources import Sources, find_sources

SOMEBODY = "une personne"


@dataclass(frozen=True)
class Draft:
    """An article of the issue, what its draft says, and what is tied to it."""

    article: ArticlePage
    content: Content
    passages: tuple[Passage, ...]

    @property
    def provenances(self) -> list[Provenance]:
        found = [block["value"].get("provenance") for block in self.content["body"] if isinstance(block["value"], dict)]
        return [provenance for provenance in map(Provenance.read, found) if provenance]

    def fault(self, kind: PressFault, **details: Any) -> Fault:
        return Fault(kind, title=self.article.title, page_id=self.article.pk, **details)


def drafts_of(issue: IssuePage) -> list[ArticlePage]:
    """The articles of `issue`, published or not, each with its latest draft, in the order of the tree."""
    return list(ArticlePage.objects.child_of(issue).select_related("latest_revision", "rubric").order_by("path"))


def faults_of(issue: IssuePage) -> list[Fault]:
    """In the order an editor mends them: the imprint, then each article."""
    drafts = [_draft(article) for article in drafts_of(issue)]
    if not drafts:
        return [*_imprint_faults(issue), Fault(PressFault.EMPTY)]
    by_article = [fault for check in CHECKS for fault in check(issue, drafts)]
    rank = {draft.article.pk: number for number, draft in enumerate(drafts)}
    by_article.sort(key=lambda fault: rank.get(fault.page_id or 0, -1))
    return [*_imprint_faults(issue), *by_article]


# Somebody’s words, name or face without their agreement: no reason excuses it.
NEVER_EXCUSED = (PressFault.CONSENT, PressFault.RIGHTS, PressFault.ALT)


def never_excused(fault: Fault) -> bool:
    return fault.kind in NEVER_EXCUSED


def article_faults_of(page: Page) -> list[Fault]:
    """What is missing in one article; of an issue, what stops it from going to the press."""
    if isinstance(page, IssuePage):
        return faults_of(page)
    article = ArticlePage.objects.select_related("latest_revision").get(pk=page.pk)
    issue = IssuePage.objects.parent_of(article).get()
    found = [fault for check in CHECKS for fault in check(issue, [_draft(article)])]
    return [fault for fault in found if fault.page_id == article.pk]


def _draft(article: ArticlePage) -> Draft:
    content = draft_of(article)
    return Draft(article, content, tuple(passages_of(content)))


def _imprint_faults(issue: IssuePage) -> list[Fault]:
    return [Fault(PressFault.IMPRINT, subject=label) for label in imprint_of(issue).missing]


def _readiness(_issue: IssuePage, drafts: list[Draft]) -> Iterator[Fault]:
    articles = [draft.article for draft in drafts]
    approved = DraftVersion.objects.filter(article__in=articles, ready_at__isnull=False).order_by("pk")
    ready = set(approved.values_list("article_id", "content_hash"))
    for draft in drafts:
        if (draft.article.pk, hash_of(draft.content)) not in ready:
            yield draft.fault(PressFault.NOT_READY)


def _consents(_issue: IssuePage, drafts: list[Draft]) -> Iterator[Fault]:
    people = people_of(passage for draft in drafts for passage in draft.passages)
    sources = find_sources(provenance for draft in drafts for provenance in draft.provenances)
    articles = [draft.article for draft in drafts]
    rows = CitedPassage.objects.filter(article__in=articles).select_related("consent", "person").order_by("pk")
    by_article: dict[int, list[CitedPassage]] = {}
    for row in rows:
        by_article.setdefault(row.article_id, []).append(row)
    for draft in drafts:
        names = _missing_in(draft, people, by_article.get(draft.article.pk, []), sources)
        for name in dict.fromkeys(names):
            yield draft.fault(PressFault.CONSENT, subject=name)


def _missing_in(draft: Draft, people: dict[str, Person], rows: list[CitedPassage], sources: Sources) -> Iterator[str]:
    for passage in draft.passages:
        about = [row for row in rows if is_about(row, passage)]
        owner = people.get(passage.provenance.code)
        if passage.provenance and sources.get(passage.provenance).is_withheld:
            yield str(owner) if owner else SOMEBODY
        elif owner and owner.pk not in {row.person_id for row in about}:
            yield str(owner)
        yield from (str(row.person or SOMEBODY) for row in rows if keeps_out(row, passage))
        yield from (str(row.person) for row in about if row.person and not _holds(row, passage))
    yield from (SOMEBODY for p in map(sources.get, draft.provenances) if p.is_confided and p.is_withheld)


def _holds(row: CitedPassage, passage: Passage) -> bool:
    """They agreed to these very words, and still do."""
    return row.stands and row.agreed_hash == passage.hash


def _signatures(_issue: IssuePage, drafts: list[Draft]) -> Iterator[Fault]:
    by_article: dict[int, list[CoSignature]] = {}
    articles = [draft.article for draft in drafts]
    for row in CoSignature.objects.filter(article__in=articles).exclude(answer=Answer.AGREED).order_by("pk"):
        by_article.setdefault(row.article_id, []).append(row)
    for draft in drafts:
        for row in by_article.get(draft.article.pk, []):
            if row.answer == Answer.WAITING or row.name in _signed(draft.article):
                yield draft.fault(PressFault.SIGNATURE, subject=row.name)


def _signed(article: ArticlePage) -> set[str]:
    kept = article.latest_revision.content if article.latest_revision else {}
    return {signature.get("name", "") for signature in kept.get("signatures", [])}


def _pictures(issue: IssuePage, drafts: list[Draft]) -> Iterator[Fault]:
    shown = [(draft, *picture) for draft in drafts for picture in _pictures_in(draft)]
    around = list(_pictures_around(issue))
    images = Image.objects.in_bulk({key for key, _described in around} | {key for _draft, key, _described in shown})
    for key, described in around:
        for kind in _lacks(images.get(key), described=described):
            yield Fault(kind, subject=images[key].title, title=issue.title, page_id=issue.pk)
    for draft, key, described in shown:
        for kind in _lacks(images.get(key), described=described):
            yield draft.fault(kind, subject=images[key].title)


def _lacks(image: Image | None, *, described: bool) -> Iterator[PressFault]:
    """What `image` lacks to be shown; one that was deleted since is shown nowhere."""
    if image and image.image_rights == ImageRights.MISSING:
        yield PressFault.RIGHTS
    if image and not (described or image.is_decorative or image.alt_text):
        yield PressFault.ALT


def _pictures_around(issue: IssuePage) -> Iterator[tuple[int, bool]]:
    """The pictures of `issue` that no article holds: its cover, its édito, its partners."""
    if issue.cover_id:
        yield issue.cover_id, False
    yield from _pictures_of(front_of(issue)["editorial"])
    spaces = issue.partner_spaces.filter(picture__isnull=False).order_by("pk")
    yield from ((key, False) for key in spaces.values_list("picture", flat=True))


def _pictures_in(draft: Draft) -> Iterator[tuple[int, bool]]:
    """Each picture of the article, and whether the article itself describes it or says that it is decorative."""
    if draft.article.listing_image_id:
        yield draft.article.listing_image_id, False
    yield from _pictures_of(draft.content["body"])


def _pictures_of(body: list[dict[str, Any]]) -> Iterator[tuple[int, bool]]:
    for block in body:
        value = block["value"]
        if block["type"] == "picture" and value.get("image"):
            picture = value["image"]
            yield picture["image"], bool(picture.get("decorative") or picture.get("alt_text"))
        elif block["type"] == "people":
            people = [item.get("value", item) for item in value.get("people", [])]
            yield from ((person["photo"], True) for person in people if person.get("photo"))


def _quotas(_issue: IssuePage, drafts: list[Draft]) -> Iterator[Fault]:
    slots = Slot.objects.filter(article__in=[draft.article for draft in drafts]).order_by("pk")
    quotas = dict(slots.values_list("article_id", "quota"))
    for draft in drafts:
        limit, count = quotas.get(draft.article.pk), signs_of(draft.content)
        if limit and count > limit:
            yield draft.fault(PressFault.QUOTA, count=count, limit=limit)


CHECKS = (_readiness, _consents, _signatures, _pictures, _quotas)
