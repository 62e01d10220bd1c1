"""What pages of other apps show of events: editions of a programme, rendez-vous of an organisation, seeds."""

from django.db.models import Max
from django.utils import timezone
from wagtail.models import PageQuerySet

from cms.teasers import Teaser
from home.models import OrganisationPage, ProgrammePage

from .models import EventPage, EventPartner, Seed, WorkshopPage


def editions_of(programme: ProgrammePage) -> list[Teaser]:
    """The live, public events of `programme`, the latest first."""
    return _announced(EventPage.objects.filter(programme=programme.pk))


def events_of(organisation: OrganisationPage) -> list[Teaser]:
    """The live, public events that name `organisation` among their partners, the latest first."""
    named = EventPartner.objects.filter(organisation=organisation.pk).values("page")
    return _announced(EventPage.objects.filter(pk__in=named))


def latest_seeds(count: int) -> list[Seed]:
    """The `count` seeds sown last in workshops that anybody may read about."""
    seeds = Seed.objects.filter(workshop__in=WorkshopPage.objects.live().public())
    return list(seeds.order_by("-sown_on", "-pk")[:count])


def _announced(events: PageQuerySet) -> list[Teaser]:
    """Teasers read from the rows the events share, with the kind each really is: no query per event."""
    dated = events.live().public().annotate(last=Max("sessions__starts_at"))
    return [
        Teaser(
            title=event.title,
            summary=event.summary,
            url=event.full_url or "",
            kind=event.specific_class.teaser_kind,
            kind_label=event.specific_class.teaser_kind_label,
            date=timezone.localtime(event.last).date() if event.last else None,
        )
        for event in dated.order_by("-last", "title")
    ]
