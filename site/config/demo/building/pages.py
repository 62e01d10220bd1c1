"""Pages of the home app, their places and topics."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wagtail.models import Page

from cms.models import BasePage, Territory
from cms.typography import typo_text
from home.models import (
    CallPartner,
    DeadlineChange,
    Definition,
    ProgrammeEdition,
    ProgrammePartner,
    Quotation,
    RequiredDocument,
    SharedWord,
    ToolOpinion,
)
from tests.factories.cms import BasePageFactory, TerritoryFactory, TopicFactory
from tests.factories.home import (
    CallPageFactory,
    NewsPageFactory,
    OrganisationPageFactory,
    ProgrammePageFactory,
    ProjectPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    TermPageFactory,
)

from ..content.calls import LAUNCHES, calls
from ..content.entries import Entry
from ..content.glossary import TERMS
from ..content.news import news
from ..content.organisations import ORGANISATIONS
from ..content.outlines import outline_of
from ..content.places import PLACES, TOPICS, Place
from ..content.programmes import PROGRAMMES
from ..content.projects import PROJECTS
from ..content.resources import RESOURCES
from ..content.standard import STANDARD
from . import actors
from .stage import Stage

Inlines = dict[str, Callable[[Stage, Any], Any]]


def build_ground(stage: Stage) -> None:
    """Territories and topics."""
    for place in PLACES:
        _add_place(stage, place, parent=None)
    for name, description in TOPICS:
        stage.topics[name] = TopicFactory(name=name, description=description)


def build_pages(stage: Stage) -> None:
    """The pages of the home app, without their bodies: those may speak of pages that come later."""
    house = stage.house
    _add_all(stage, OrganisationPageFactory, house.organisations, ORGANISATIONS)
    actors.tell_charters(stage)
    _add_all(stage, TermPageFactory, house.glossary, TERMS)
    _add_all(stage, ProgrammePageFactory, house.programmes, PROGRAMMES)
    _add_all(stage, ProjectPageFactory, house.projects, PROJECTS)
    _add_all(stage, ResourcePageFactory, house.resources, RESOURCES)
    _add_all(stage, CallPageFactory, house.calls, calls(stage.calendar), inlines=CALL_INLINES)
    _add_all(stage, NewsPageFactory, house.news, news(stage.calendar))
    _add_all(stage, StandardPageFactory, house.home, STANDARD, show_in_menus=True)


def write_bodies(stage: Stage) -> None:
    entries = (
        *ORGANISATIONS,
        *PROGRAMMES,
        *PROJECTS,
        *RESOURCES,
        *calls(stage.calendar),
        *news(stage.calendar),
        *STANDARD,
    )
    for entry in (*TERMS, *entries):
        publish(stage, entry)
    actors.tell_seasons(stage)
    for call, event in LAUNCHES.items():
        page = stage.fresh(stage.pages[call])
        page.launch = stage.fresh(stage.pages[event])
        page.save_revision().publish()


def add_page(
    stage: Stage, factory: type[BasePageFactory], parent: Page, entry: Entry, *, inlines: Inlines, **extra: Any
) -> BasePage:
    """The page of `entry` under `parent`, live, without its body."""
    model = factory._meta.model
    plain = {name: value for name, value in entry.fields.items() if name not in inlines}
    values = stage.values(Entry(**{**vars(entry), "fields": plain}), model)
    page: BasePage = factory(
        parent=stage.fresh(parent),
        first_published_at=stage.calendar.at(_day_of(stage, entry), 9),
        **values,
        **extra,
    )
    page.topics.set([stage.topics[name] for name in entry.topics])
    for name, make in inlines.items():
        if name in entry.fields:
            getattr(page, name).set([make(stage, value) for value in entry.fields[name]])
    page.save()
    stage.pages[entry.key] = page
    return page


def publish(stage: Stage, entry: Entry) -> None:
    """Write the body of the page of `entry`, and publish it with a first revision."""
    # Read again: pages were added under it, and saving its old number of children would hide them.
    page = stage.pages[entry.key] = stage.fresh(stage.pages[entry.key])
    if entry.body:
        page.body = stage.body(entry.key, entry.body)
    page.save_revision().publish()


def _add_place(stage: Stage, place: Place, *, parent: Territory | None) -> None:
    name, kind, inside = place
    fresh = Territory.objects.get(pk=parent.pk) if parent else None
    territory = TerritoryFactory(name=name, kind=kind, parent=fresh, outline=outline_of(name))
    stage.territories[name] = territory
    for each in inside:
        _add_place(stage, each, parent=territory)


def _add_all(
    stage: Stage,
    factory: type[BasePageFactory],
    parent: Page,
    entries: Iterable[Entry],
    *,
    inlines: Inlines | None = None,
    **extra: Any,
) -> None:
    for entry in entries:
        add_page(stage, factory, parent, entry, inlines=inlines or INLINES, **extra)


def _programme_partner(stage: Stage, value: Any) -> ProgrammePartner:
    link, role = value
    return ProgrammePartner(organisation=stage.page(link.key), role=role)


def _opinion(stage: Stage, value: Any) -> ToolOpinion:
    link, use, advantages, limits = value
    words = {"use": use, "advantages": advantages, "limits": limits}
    return ToolOpinion(organisation=stage.page(link.key), **{name: typo_text(text) for name, text in words.items()})


def _deadline_change(stage: Stage, value: dict[str, Any]) -> DeadlineChange:
    return DeadlineChange(**value)


def _edition(stage: Stage, value: Any) -> ProgrammeEdition:
    place, period, step = value
    return ProgrammeEdition(territory=stage.territories[place], period=period, stage=step)


def _call_partner(stage: Stage, value: Any) -> CallPartner:
    link, role = value
    return CallPartner(organisation=stage.page(link.key), role=role)


def _required_document(stage: Stage, value: Any) -> RequiredDocument:
    title, note, is_required = value
    return RequiredDocument(title=typo_text(title), note=typo_text(note), is_required=is_required)


def _definition(stage: Stage, value: dict[str, Any]) -> Definition:
    link = value.get("organisation")
    return Definition(
        text=typo_text(value["text"]),
        according_to=typo_text(value.get("according_to", "")),
        organisation=stage.page(link.key) if link else None,
    )


def _quotation(stage: Stage, value: dict[str, str]) -> Quotation:
    return Quotation(**{name: typo_text(words) for name, words in value.items()})


INLINES: Inlines = {
    "partners": _programme_partner,
    "editions": _edition,
    "shared_words": lambda stage, link: SharedWord(term=stage.page(link.key)),
    "definitions": _definition,
    "quotations": _quotation,
    "opinions": _opinion,
}
CALL_INLINES: Inlines = {
    "partners": _call_partner,
    "deadline_changes": _deadline_change,
    "required_documents": _required_document,
}


def _day_of(stage: Stage, entry: Entry) -> dt.date:
    """When the page appeared: the day it bears, or the last spring before the workshop."""
    days: Sequence[Any] = [value for name, value in entry.fields.items() if name in {"date", "opens_on"}]
    return days[0] if days else stage.calendar.ago(200)
