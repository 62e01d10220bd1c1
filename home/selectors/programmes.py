"""Where a programme was given, who stands behind it, and how it changed."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from cms.enums import TerritoryKind
from cms.models import Territory

from ..models import OrganisationPage, ProgrammePage, ProgrammePartner, ProgrammeVersion
from ..registries import Edition, editions
from ..versions import PartChange, changes_between


def partners_of(programme: ProgrammePage) -> list[ProgrammePartner]:
    """Who stands behind `programme`, in the editor's order; an organisation without public page is left out.

    Reads the page's own children, so that the preview of a draft shows the draft's partners.
    """
    partners = list(programme.partners.all())
    keys = {partner.organisation_id for partner in partners}
    public = OrganisationPage.objects.live().public().prefetch_related("logo__renditions").in_bulk(keys)
    shown = [partner for partner in partners if partner.organisation_id in public]
    for partner in shown:
        partner.organisation = public[partner.organisation_id]
    return shown


@dataclass(frozen=True)
class EditionIn:
    """One edition and its territory."""

    territory: Territory
    edition: Edition


@dataclass(frozen=True)
class Coverage:
    """Where a programme was given. `total` is 0 when the editor did not say at which scale it spreads."""

    editions: list[EditionIn]
    kind: str = ""
    reached: int = 0
    total: int = 0

    @property
    def sentence(self) -> str:
        """« 1 délégation sur 6 » (S1-08)."""
        if not self.total:
            return ""
        label = TerritoryKind(self.kind).label
        return f"{self.reached} {label}{'s' if self.reached > 1 else ''} sur {self.total}"


def coverage_of(programme: ProgrammePage) -> Coverage:
    """The editions typed in the page and those that other pages are, and how much of the whole they reach."""
    found = [*_typed(programme), *(edition for source in editions for edition in source.of(programme))]
    territories = Territory.objects.in_bulk({edition.territory_id for edition in found})
    rows = [EditionIn(territories[edition.territory_id], edition) for edition in found]
    rows.sort(key=lambda row: (row.territory.path, row.edition.period))
    kind = programme.coverage_kind
    if not kind:
        return Coverage(rows)
    reached = len(_of_kind(kind, territories.values()))
    total = programme.coverage_total or _known(programme, kind)
    return Coverage(rows, kind=kind, reached=reached, total=max(total, reached))


def _typed(programme: ProgrammePage) -> list[Edition]:
    return [
        Edition(row.territory_id, row.period, row.get_stage_display(), url=row.url) for row in programme.editions.all()
    ]


def _of_kind(kind: str, places: Collection[Territory]) -> set[int]:
    """The territories of `kind` that `places` are, lie under, or are covered by."""
    step = Territory.steplen
    above = {place.path[:end] for place in places for end in range(step, len(place.path) + 1, step)}
    of_kind = Territory.objects.filter(kind=kind)
    by_tree = of_kind.filter(path__in=above).values_list("pk", flat=True)
    covering = of_kind.filter(covers__in=[place.pk for place in places]).values_list("pk", flat=True)
    return {*by_tree, *covering}


def _known(programme: ProgrammePage, kind: str) -> int:
    """How many territories of `kind` the site knows where the programme is meant to go."""
    if programme.territory is None:
        return Territory.objects.filter(kind=kind).count()
    return Territory.objects.within(programme.territory).filter(kind=kind).count()


@dataclass(frozen=True)
class VersionShown:
    """A version, and what its typed parts say otherwise than the version before; nothing for the first one."""

    version: ProgrammeVersion
    changes: list[PartChange]


def versions_of(programme: ProgrammePage) -> list[VersionShown]:
    """The versions of `programme`, newest first (S1-07)."""
    versions = list(ProgrammeVersion.objects.filter(programme=programme.pk).order_by("-dated", "-pk"))
    return [
        VersionShown(version, changes_between(before.parts, version.parts) if before else [])
        for version, before in zip_longest(versions, versions[1:])
    ]
