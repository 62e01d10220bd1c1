"""What a sheet of the library shows of others."""

from ..models import OrganisationPage, ResourcePage, ToolOpinion


def opinions_of(resource: ResourcePage) -> list[ToolOpinion]:
    """What structures with a public page say of a tool, in the editor's order."""
    opinions = list(resource.opinions.all())
    public = OrganisationPage.objects.live().public().in_bulk({opinion.organisation_id for opinion in opinions})
    shown = [opinion for opinion in opinions if opinion.organisation_id in public]
    for opinion in shown:
        opinion.organisation = public[opinion.organisation_id]
    return shown
