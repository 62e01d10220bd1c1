"""What an organisation is, and what it took part in."""

from dataclasses import dataclass

from cms.teasers import Teaser

from ..enums import StatementKind
from ..models import (
    CallPage,
    CallPartner,
    NetworkMembership,
    NewsPage,
    OrganisationPage,
    OrganisationPerson,
    ProgrammePage,
    ProgrammePartner,
    ProjectPage,
    ResourcePage,
    Statement,
    ToolOpinion,
)
from ..registries import involvements
from .front import shown

HEADINGS = {
    StatementKind.VALUE: "Ses valeurs",
    StatementKind.PRINCIPLE: "Ses principes",
    StatementKind.COMMITMENT: "Ses engagements",
}


@dataclass(frozen=True)
class Elsewhere:
    """What one of the apps above knows of an organisation."""

    name: str
    title: str
    teasers: list[Teaser]


@dataclass(frozen=True)
class Involvement:
    """What an organisation took part in: read from the other pages, never typed twice."""

    programme_roles: list[ProgrammePartner]
    call_roles: list[CallPartner]
    projects: list[ProjectPage]
    news: list[NewsPage]
    resources: list[ResourcePage]
    opinions: list[ToolOpinion]
    elsewhere: list[Elsewhere]


def involvement_of(organisation: OrganisationPage) -> Involvement:
    """What anybody may read of what `organisation` took part in. The same number of queries however much it did."""
    programmes = ProgrammePartner.objects.filter(
        organisation=organisation, page__in=ProgrammePage.objects.live().public()
    )
    calls = CallPartner.objects.filter(organisation=organisation, page__in=CallPage.objects.live().public())
    found = (Elsewhere(source.name, source.title, source.of(organisation)) for source in involvements)
    return Involvement(
        programme_roles=list(programmes.select_related("page").order_by("page__title", "sort_order")),
        call_roles=list(calls.select_related("page").order_by("-page__deadline", "page__title")),
        projects=list(shown(ProjectPage.objects.filter(organisation=organisation)).order_by("title")),
        news=list(shown(NewsPage.objects.filter(organisation=organisation)).order_by("-date", "-pk")),
        resources=list(shown(ResourcePage.objects.filter(organisation=organisation)).order_by("title")),
        opinions=_opinions_of(organisation),
        elsewhere=[one for one in found if one.teasers],
    )


def _opinions_of(organisation: OrganisationPage) -> list[ToolOpinion]:
    """What it says of tools, on the sheets that anybody may read."""
    opinions = ToolOpinion.objects.filter(organisation=organisation, page__in=ResourcePage.objects.live().public())
    return list(opinions.select_related("page").order_by("page__title", "sort_order"))


def charter_of(organisation: OrganisationPage) -> list[tuple[str, list[Statement]]]:
    """Values, principles, commitments, each under its heading; kinds that say nothing are left out.

    Reads the page's own children, so that the preview of a draft shows the draft.
    """
    statements = list(organisation.statements.all())
    grouped = ((heading, [one for one in statements if one.kind == kind]) for kind, heading in HEADINGS.items())
    return [(heading, group) for heading, group in grouped if group]


def people_of(organisation: OrganisationPage) -> list[OrganisationPerson]:
    """Those who agree today to be named there."""
    places = OrganisationPerson.objects.filter(organisation=organisation.pk).public()
    return list(places.select_related("person").order_by("order", "pk"))


def networks_of(organisation: OrganisationPage) -> list[OrganisationPage]:
    """The networks it belongs to, as the page at hand says."""
    keys = [membership.network_id for membership in organisation.memberships.all()]
    public = OrganisationPage.objects.live().public().in_bulk(keys)
    return [public[key] for key in keys if key in public]


def members_of(network: OrganisationPage) -> list[OrganisationPage]:
    """The public organisations that say they belong to `network`."""
    pages = NetworkMembership.objects.filter(network=network.pk).values("page")
    return list(OrganisationPage.objects.live().public().filter(pk__in=pages).order_by("title"))
