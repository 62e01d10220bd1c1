"""What the pages of this app show of each other: always live, always public."""

from dataclasses import dataclass

from django.db.models import F
from wagtail.models import Page, PageQuerySet

from .models import (
    CallPage,
    NewsPage,
    OrganisationPage,
    ProgrammePage,
    ProgrammePartner,
    ProjectPage,
    ResourcePage,
    ToolOpinion,
)


@dataclass(frozen=True)
class Involvement:
    """What an organisation took part in, in this app."""

    programme_roles: list[ProgrammePartner]
    projects: list[ProjectPage]
    news: list[NewsPage]


def _shown(pages: PageQuerySet) -> PageQuerySet:
    return pages.live().public().prefetch_related(*pages.model.teaser_relations)


def latest_news(count: int) -> list[NewsPage]:
    """The `count` newest pieces of news, newest first."""
    return list(_shown(NewsPage.objects.all()).order_by("-date", "-pk")[:count])


def latest_projects(count: int) -> list[ProjectPage]:
    """The `count` projects made known last, with who holds them."""
    return list(
        _shown(ProjectPage.objects.all()).order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:count]
    )


def open_calls(count: int) -> list[CallPage]:
    """The calls one may still answer, the nearest deadline first."""
    return list(_shown(CallPage.objects.open()).order_by("deadline", "title")[:count])


def sections_of(page: Page) -> dict[str, Page]:
    """The live, public children of `page`, by the name of their class: where « Toutes les actualités » leads."""
    children = page.get_children().live().public()
    return {child.specific_class.__name__: child for child in children if child.specific_class}


def involvement_of(organisation: OrganisationPage) -> Involvement:
    """What `organisation` took part in, read from the other pages and never typed twice."""
    roles = ProgrammePartner.objects.filter(organisation=organisation, page__in=ProgrammePage.objects.live().public())
    return Involvement(
        programme_roles=list(roles.select_related("page").order_by("page__title", "sort_order")),
        projects=list(_shown(ProjectPage.objects.filter(organisation=organisation)).order_by("title")),
        news=list(_shown(NewsPage.objects.filter(organisation=organisation)).order_by("-date", "-pk")),
    )


def partners_of(programme: ProgrammePage) -> list[ProgrammePartner]:
    """Who stands behind `programme`, in the editor's order; an organisation without public page is left out.

    Reads the page's own children, so that the preview of a draft shows the draft's partners.
    """
    partners = list(programme.partners.all())
    public = OrganisationPage.objects.live().public().in_bulk({partner.organisation_id for partner in partners})
    shown = [partner for partner in partners if partner.organisation_id in public]
    for partner in shown:
        partner.organisation = public[partner.organisation_id]
    return shown


def opinions_of(resource: ResourcePage) -> list[ToolOpinion]:
    """What structures with a public page say of a tool, in the editor's order."""
    opinions = list(resource.opinions.all())
    public = OrganisationPage.objects.live().public().in_bulk({opinion.organisation_id for opinion in opinions})
    shown = [opinion for opinion in opinions if opinion.organisation_id in public]
    for opinion in shown:
        opinion.organisation = public[opinion.organisation_id]
    return shown


def news_of(project: ProjectPage) -> list[NewsPage]:
    """The news of `project`, newest first."""
    return list(_shown(NewsPage.objects.filter(project=project)).order_by("-date", "-pk"))
