"""What the page of a restitution shows. Everything in a number of queries that does not grow."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from cms.qr import qr_svg_uri
from people.enums import Audience
from people.models import Passage

from .books import Entry, book_of
from .enums import DiagnosisKind
from .models import Restitution, Seed, WorkshopPage
from .selectors import BoardItem, outputs_of


@dataclass(frozen=True)
class GivenBack:
    """The five resources of S3-29, in its order, and the kit to share them."""

    restitution: Restitution
    workshop: WorkshopPage
    entries: list[Entry]
    diagnosis: list[tuple[str, str, list[BoardItem]]]
    brakes: list[BoardItem]
    levers: list[BoardItem]
    initiatives: list[BoardItem]
    seeds: list[Seed]
    confided: list[str]

    @property
    def url(self) -> str:
        return restitution_url(self.workshop)

    @property
    def code(self) -> str:
        return qr_svg_uri(self.url)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """« 12 fiches »: what to say first."""
        said = len(self.brakes) + len(self.levers) + sum(len(items) for _kind, _label, items in self.diagnosis)
        numbers = [
            (len(self.entries), "fiche", "fiches"),
            (said + len(self.initiatives), "élément d’état des lieux", "éléments d’état des lieux"),
            (len(self.initiatives), "initiative locale", "initiatives locales"),
            (len(self.seeds), "graine de projet", "graines de projet"),
        ]
        return [(number, one if number == 1 else several) for number, one, several in numbers if number]


def restitution_url(workshop: WorkshopPage) -> str:
    """The absolute address of the page."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("events:restitution", args=[workshop.pk])


def given_back(page_id: int) -> GivenBack | None:
    """The published restitution of a workshop that anybody may read about, or None."""
    workshop = WorkshopPage.objects.live().public().filter(pk=page_id).first()
    kept = workshop and Restitution.objects.filter(workshop=workshop).exclude(published_at=None).first()
    if not workshop or not kept:
        return None
    kept.workshop = workshop
    outputs = outputs_of(workshop)
    others = {kind: (kind, label, items) for kind, label, items in outputs.others}
    initiatives = others.pop(DiagnosisKind.INITIATIVE.value, ("", "", []))[2]
    opened = Passage.objects.opened().filter(exchange__event_link__event=workshop.pk)
    return GivenBack(
        restitution=kept,
        workshop=workshop,
        entries=book_of(workshop, Audience.WEB),
        diagnosis=list(others.values()),
        brakes=outputs.brakes,
        levers=outputs.levers,
        initiatives=initiatives,
        seeds=outputs.seeds,
        confided=list(opened.order_by("exchange__held_on", "pk").values_list("words", flat=True)),
    )


def has_restitution(workshop: WorkshopPage) -> bool:
    return Restitution.objects.filter(workshop=workshop.pk).exclude(published_at=None).exists()
