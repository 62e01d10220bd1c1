"""What templates ask of this app: lists for the first page, what pages say of each other."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import Page

from .. import selectors
from ..enums import ProjectStage
from ..models import (
    NewsPage,
    OrganisationPage,
    ProgrammePage,
    ProgrammePartner,
    ProjectPage,
    ResourcePage,
    ToolOpinion,
)

register = template.Library()

STAGE_ICONS = {
    ProjectStage.IDEA: "seed",
    ProjectStage.BUILDING: "sprout",
    ProjectStage.RUNNING: "leaf",
    ProjectStage.DONE: "check",
}

register.simple_tag(selectors.latest_news)
register.simple_tag(selectors.latest_projects)
register.simple_tag(selectors.open_calls)


@register.simple_tag
def home_sections(page: Page) -> dict[str, Page]:
    """The sections under the first page, by the name of their class."""
    return selectors.sections_of(page)


@register.simple_tag
def involvement(organisation: OrganisationPage) -> selectors.Involvement:
    return selectors.involvement_of(organisation)


@register.simple_tag
def programme_partners(programme: ProgrammePage) -> Iterable[ProgrammePartner]:
    return selectors.partners_of(programme)


@register.simple_tag
def project_news(project: ProjectPage) -> list[NewsPage]:
    return selectors.news_of(project)


@register.filter
def public_opinions(resource: ResourcePage) -> list[ToolOpinion]:
    return selectors.opinions_of(resource)


@register.filter
def stage_icon(stage: str) -> str:
    """The icon that repeats the word of a project's stage (look.md: colour never alone)."""
    return STAGE_ICONS.get(ProjectStage(stage), "project")


@register.filter
def teasers(pages: Iterable[Any]) -> list[Any]:
    """The teaser of each page."""
    return [page.teaser for page in pages]
