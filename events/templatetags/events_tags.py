"""What templates of any app may ask of events."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms import dates
from cms.teasers import Teaser
from home.models import OrganisationPage

from .. import selectors, structured
from ..agenda import Agenda, Month, agenda_for, month_for, past_teasers
from ..around import Around, around
from ..availability import Availability, availability_of
from ..enums import RegistrationState
from ..given_back import has_restitution
from ..links import token_for, url_for
from ..models import (
    EventPage,
    EventPerson,
    Proposal,
    Question,
    Registration,
    Seed,
    SeriesPage,
    Session,
    TrainingPage,
    VideoWorkshopPage,
    WorkshopPage,
)
from ..programme import length_text
from ..structured import as_script
from ..timetables import Written

register = template.Library()


@register.inclusion_tag("events/tags/upcoming_sessions.html", takes_context=True)
def upcoming_sessions(context: template.Context, limit: int = 3) -> dict[str, Any]:
    """The next sessions, as dates in a margin. `{% upcoming_sessions 3 %}`; a sentence when there is none."""
    return {"rows": selectors.upcoming_sessions(limit), "request": context.get("request")}


@register.inclusion_tag("events/tags/availability.html")
def availability(about: Session | Availability) -> dict[str, Any]:
    """One chip: « 4 places », « complet », « annulé »… with an icon, since colour says nothing alone."""
    row = about if isinstance(about, Availability) else availability_of(about)
    return {"row": row}


@register.simple_tag(takes_context=True)
def agenda(context: template.Context) -> Agenda:
    """The agenda as the address asks for it: `{% agenda as listing %}`."""
    request = context.get("request")
    return agenda_for(request.GET if request else {})


@register.simple_tag(takes_context=True)
def agenda_month(context: template.Context) -> Month | None:
    """The month asked for by `?vue=mois`; None for the list."""
    request = context.get("request")
    query = request.GET if request else {}
    return month_for(query) if query.get("vue") == "mois" else None


@register.simple_tag
def past_events(listing: Agenda) -> list[Teaser]:
    return past_teasers(listing.past)


@register.simple_tag
def own_links(registration: Registration) -> dict[str, str]:
    """What the holder of a registration may open besides: a calendar; once it has begun, opinion and certificate."""
    begun = registration.state == RegistrationState.CONFIRMED and registration.session.has_started()
    return {
        "calendar": url_for(registration, "own_calendar"),
        "dates": reverse("events:own_dates", args=[token_for(registration, "own_calendar")]),
        "certificate": url_for(registration, "own_certificate") if begun else "",
        "evaluation": url_for(registration, "evaluate") if begun else "",
        **own_places(registration),
    }


def own_places(registration: Registration) -> dict[str, str]:
    """The common space of a training, for who has a place; the remarks of a series, once the date has begun."""
    kind = registration.session.event.specific_class
    has_place = registration.state == RegistrationState.CONFIRMED
    said = has_place and kind is VideoWorkshopPage and registration.session.has_started()
    return {
        "learn": url_for(registration, "learn") if has_place and kind is TrainingPage else "",
        "remark": url_for(registration, "remark") if said else "",
    }


@register.simple_tag
def tools_address(page: TrainingPage) -> str:
    """Where the tools tried in a training are compared; nothing as long as there is none."""
    return reverse("events:tools", args=[page.pk]) if page.pk and page.tools.exists() else ""


@register.simple_tag
def series_proposals(page: SeriesPage) -> list[tuple[Proposal, int]]:
    """What the strengths and weaknesses of a series led to, each with how many of them (S0-11)."""
    if not page.pk:
        return []
    rows = Proposal.objects.filter(series=page.pk).select_related("event").annotate(n=Count("remarks"))
    return [(row, row.n) for row in rows.order_by("-made_at", "-pk")]


@register.simple_tag
def structured_data(page: Page, rows: selectors.Dates, people: Sequence[EventPerson] = ()) -> SafeString:
    """JSON-LD for search engines; empty for a draft that has no address yet."""
    return as_script(structured.structured_data(page, rows, people)) if page.pk else mark_safe("{}")


@register.simple_tag
def event_dates(page: Page) -> selectors.Dates:
    return selectors.dates_of(page)


@register.simple_tag
def event_partners(page: EventPage) -> list[tuple[str, list[OrganisationPage]]]:
    return selectors.partners_of(page)


@register.simple_tag
def workshop_outputs(page: WorkshopPage) -> selectors.Outputs:
    return selectors.outputs_of(page)


@register.simple_tag
def training_seeds(page: TrainingPage) -> list[Seed]:
    return selectors.seeds_of_training(page)


@register.simple_tag
def training_modules(page: TrainingPage, rows: selectors.Dates) -> list[selectors.TrainingModule]:
    return selectors.modules_of(page, rows)


@register.simple_tag
def common_timetable(page: SeriesPage, rows: selectors.Dates) -> Sequence[Written]:
    return selectors.common_timetable(page, rows)


@register.filter
def why_asked(question: Question) -> str:
    """« Pourquoi : préparer le tour de table. Effacée 7 jours après la dernière date. » (law.md G-03, G-04)."""
    why = question.purpose.strip().rstrip(".")
    return f"Pourquoi : {why[:1].lower()}{why[1:]}. Effacée {question.get_kept_days_display()} après la dernière date."


@register.simple_tag
def brought_to(session: Session) -> list[str]:
    """« Qui apporte quoi » : `{% brought_to session as dishes %}`."""
    return selectors.brought_to(session)


@register.simple_tag
def event_people(page: EventPage) -> list[EventPerson]:
    return selectors.people_of(page)


@register.simple_tag
def series_partners(page: SeriesPage) -> list[tuple[str, list[OrganisationPage]]]:
    return selectors.partners_of_series(page)


@register.simple_tag
def shared_practice(dates: selectors.Dates) -> EventPage | None:
    return selectors.shared_practice(dates)


@register.filter
def euros_fr(value: Decimal) -> str:
    """« 60 € », « 12,50 € »."""
    written = f"{value:.2f}".removesuffix(".00").replace(".", ",")
    return f"{written}{dates.NBSP}€"


@register.filter
def duration_fr(value: timedelta | None) -> str:
    """« 13 h », « 1 h 30 », « 45 min »."""
    return length_text(value or timedelta())


@register.filter
def day_fr(value: date | datetime) -> SafeString:
    """« jeudi 1er mars », without the year: for lists that said it once (S0-17)."""
    # The year is the last word of what `dates` writes.
    return mark_safe(dates.long_date_html(value).rpartition(" ")[0])


@register.filter
def month_fr(value: date | datetime) -> str:
    """« mars 2027 »."""
    return dates.short_date_text(value).partition(" ")[2]


@register.filter
def month_short_fr(value: date | datetime) -> str:
    """« mars », « juil. »: for a date set in a margin."""
    name = dates.MONTHS[dates.local(value).month - 1]
    return name if len(name) <= 4 else f"{_SHORT.get(name, name[:4])}."


@register.filter
def weekday_fr(value: date | datetime) -> str:
    return dates.WEEKDAYS[dates.local(value).weekday()]


_SHORT = {
    "janvier": "janv",
    "février": "févr",
    "avril": "avr",
    "juillet": "juil",
    "septembre": "sept",
    "octobre": "oct",
}
_SHORT |= {"novembre": "nov", "décembre": "déc"}


@register.simple_tag
def workshop_around(page: WorkshopPage) -> Around:
    return around(page)


@register.simple_tag
def restitution_address(page: WorkshopPage) -> str:
    """Where the published restitution of a workshop is read; nothing before."""
    return reverse("events:restitution", args=[page.pk]) if has_restitution(page) else ""
