"""What pages of other apps show of events: editions, rendez-vous of an organisation, seeds, addresses."""

from datetime import date, datetime

from django.db.models import Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageQuerySet

from cms.teasers import Teaser
from home.enums import EditionStage
from home.models import OrganisationPage, ProgrammePage
from home.registries import Edition

from .enums import NOT_STANDING
from .models import (
    Cadre,
    Contact,
    DiagnosisItem,
    EventPage,
    EventPartner,
    Restitution,
    Seed,
    SeriesPage,
    SeriesPartner,
    Session,
    ToolSheet,
    TrainingPage,
    WorkshopPage,
)


def editions_of(programme: ProgrammePage) -> list[Teaser]:
    """The live, public events of `programme`, the latest first."""
    return _announced(EventPage.objects.filter(programme=programme.pk))


def events_of(organisation: OrganisationPage) -> list[Teaser]:
    """The live, public events and series that name `organisation` among their partners, the latest first."""
    named = EventPartner.objects.filter(organisation=organisation.pk).values("page")
    found = [*_announced(EventPage.objects.filter(pk__in=named)), *_series_of(organisation)]
    return sorted(found, key=lambda teaser: teaser.date or date.min, reverse=True)


def seeds_of(organisation: OrganisationPage) -> list[Teaser]:
    """The public seeds of workshops and trainings that name `organisation` among their partners or contacts."""
    named = EventPartner.objects.filter(organisation=organisation.pk).values("page")
    carded = Contact.objects.public().filter(organisation=organisation.pk).values("workshop")
    around = Q(workshop__in=named) | Q(workshop__in=carded) | Q(training__in=named)
    seeds = Seed.objects.public().filter(around).order_by("-sown_on", "-pk")
    return [
        Teaser(
            title=seed.title,
            summary=seed.description or seed.need,
            url=seed.get_absolute_url(),
            kind="seed",
            kind_label="Graine de projet",
            date=seed.sown_on,
        )
        for seed in seeds
    ]


def public_addresses(now: datetime | None = None) -> list[str]:
    """What anybody may read here that is no page of an editor: the catalogue of accompaniments, the charters of the
    method, seeds, and of each public workshop or training its findings once it has begun, its published restitution and
    its comparison of tools (S3-29, S4-08).
    """
    workshops = WorkshopPage.objects.live().public().order_by("pk")
    sessions = Session.objects.standing()
    begun = sessions.filter(event=OuterRef("pk"), starts_at__lte=now or timezone.now())
    noted = DiagnosisItem.objects.on_board().filter(workshop=OuterRef("pk"))
    boards = workshops.filter(Exists(begun), Exists(noted))
    told = workshops.filter(pk__in=Restitution.objects.exclude(published_at=None).values("workshop"))
    compared = TrainingPage.objects.live().public().filter(pk__in=ToolSheet.objects.values("training")).order_by("pk")
    cadres = [cadre.get_absolute_url() for cadre in Cadre.objects.adopted()]
    return [
        reverse("events:accompaniment_catalogue"),
        *([reverse("events:cadres"), *cadres] if cadres else []),
        *(seed.get_absolute_url() for seed in Seed.objects.public().order_by("pk")),
        *(reverse("events:board", args=[pk]) for pk in boards.values_list("pk", flat=True)),
        *(reverse("events:restitution", args=[pk]) for pk in told.values_list("pk", flat=True)),
        *(reverse("events:tools", args=[pk]) for pk in compared.values_list("pk", flat=True)),
    ]


def territorial_editions(programme: ProgrammePage) -> list[Edition]:
    """The public events of `programme` that say where they take place, as its editions (S1-08)."""
    placed = EventPage.objects.filter(programme=programme.pk, territory__isnull=False).live().public()
    stages = dict(TrainingPage.objects.filter(programme=programme.pk).values_list("pk", "edition_stage"))
    standing = ~Q(sessions__state__in=NOT_STANDING)
    dated = placed.annotate(
        first=Min("sessions__starts_at", filter=standing), last=Max("sessions__starts_at", filter=standing)
    )
    return [
        Edition(
            territory_id=event.territory_id,
            period=_years(event.first, event.last),
            stage=dict(EditionStage.choices).get(stages.get(event.pk, ""), ""),
            title=event.title,
            url=event.full_url or "",
        )
        for event in dated.order_by("first", "title", "pk")
    ]


def _years(first: datetime | None, last: datetime | None) -> str:
    """« 2027 », « 2027-2028 »; nothing for an event without date."""
    if first is None or last is None:
        return ""
    years = dict.fromkeys((timezone.localtime(first).year, timezone.localtime(last).year))
    return "-".join(map(str, years))


def latest_seeds(count: int) -> list[Seed]:
    """The `count` seeds sown last in what anybody may read about."""
    return list(Seed.objects.public().order_by("-sown_on", "-pk")[:count])


def _series_of(organisation: OrganisationPage) -> list[Teaser]:
    """As `_announced`, with the dates of the pages below."""
    named = SeriesPartner.objects.filter(organisation=organisation.pk).values("page")
    dates = Session.objects.standing().filter(event__live=True, event__path__startswith=OuterRef("path"))
    coming = dates.filter(ends_at__gt=timezone.now()).order_by("starts_at").values("starts_at")[:1]
    last = dates.order_by("-starts_at").values("starts_at")[:1]
    series = SeriesPage.objects.filter(pk__in=named).live().public()
    return list(map(_teaser, series.annotate(shown=Coalesce(Subquery(coming), Subquery(last))).order_by("title")))


def _announced(events: PageQuerySet) -> list[Teaser]:
    """Teasers read from the rows the events share, with the kind each really is: no query per event. Each shows its
    first date to come, or its last one; a draft or cancelled date is nobody's."""
    standing = ~Q(sessions__state__in=NOT_STANDING)
    coming = Min("sessions__starts_at", filter=standing & Q(sessions__ends_at__gt=timezone.now()))
    last = Max("sessions__starts_at", filter=standing)
    dated = events.live().public().annotate(last=last, shown=Coalesce(coming, last))
    return list(map(_teaser, dated.order_by(F("last").desc(nulls_last=True), "title")))


def _teaser(page: EventPage | SeriesPage) -> Teaser:
    """Of a row that knows which moment to show."""
    return Teaser(
        title=page.title,
        summary=page.summary,
        url=page.full_url or "",
        kind=page.specific_class.teaser_kind,
        kind_label=page.specific_class.teaser_kind_label,
        date=timezone.localdate(page.shown) if page.shown else None,
    )
