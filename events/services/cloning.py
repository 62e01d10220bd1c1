"""Making an event or a whole series again, at other dates: pages, and everything dated that stands outside them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from people.models import User

from ..enums import SessionState
from ..models import (
    EvaluationQuestion,
    EventPage,
    EventPerson,
    Material,
    Module,
    OpenAgendaWish,
    Quota,
    SeriesPage,
    Session,
    VideoWorkshopPage,
)


@transaction.atomic
def clone_event(*, event: EventPage, title: str, slug: str, first_day: date, by: User) -> EventPage:
    """A draft of `event` under the same parent, with its modules, people and dates as drafts: the first falls on
    `first_day`, the others keep their distance in days and their hours here. Nobody is registered.

    Raises ValidationError when the slug is taken.
    """
    return _event_again(event, _days_until(first_day, [event]), by, title=title, draft_title=title, slug=slug)


@transaction.atomic
def clone_series(*, series: SeriesPage, title: str, slug: str, first_day: date, by: User) -> SeriesPage:
    """A draft of `series` and of all its video workshops, each as `clone_event` makes it: the first date of all falls
    on `first_day`. Its period, said in words, is left for somebody to say again.

    Raises ValidationError when the slug is taken.
    """
    events = list(VideoWorkshopPage.objects.child_of(series).order_by("path"))
    days = _days_until(first_day, events)
    copy: SeriesPage = _page_again(series, by, title=title, draft_title=title, slug=slug, period="")
    for event in events:
        _event_again(event, days, by, to=copy)
    return copy


def _days_until(first_day: date, events: Iterable[EventPage]) -> timedelta:
    """From the first date of `events` to `first_day`; none when they have no date."""
    first = Session.objects.filter(event__in=events).aggregate(first=Min("starts_at"))["first"]
    return first_day - timezone.localdate(first) if first else timedelta()


def _page_again(page: Page, by: User, *, to: Page | None = None, **attributes: str) -> Any:
    """A draft of `page` alone, with what it wished for OpenAgenda."""
    copy = page.copy(to=to, recursive=False, update_attrs=attributes, copy_revisions=False, keep_live=False, user=by)
    for wish in OpenAgendaWish.objects.filter(page=page.pk):
        _copied(wish, page_id=copy.pk)
    return copy


def _event_again(event: EventPage, days: timedelta, by: User, *, to: Page | None = None, **attributes: str) -> Any:
    """A draft of `event` and of all that hangs on it, but people who registered or answered."""
    stage = {"edition_stage": ""} if hasattr(event, "edition_stage") else {}
    copy = _page_again(event, by, to=to, **attributes, **stage)
    modules = {module.pk: _copied(module, training_id=copy.pk) for module in Module.objects.filter(training=event.pk)}
    sessions = event.sessions.order_by("starts_at", "pk")
    made = {session.pk: _dated_again(session, copy, days, modules) for session in sessions}
    for role in EventPerson.objects.filter(event=event.pk):
        _copied(role, event_id=copy.pk, session=made[role.session_id] if role.session_id else None)
    for model in (EvaluationQuestion, Material):
        for row in model._default_manager.filter(event=event.pk):
            _copied(row, event_id=copy.pk)
    return copy


def _dated_again(session: Session, copy: Page, days: timedelta, modules: dict[int, Module]) -> Session:
    made = Session.objects.create(
        event_id=copy.pk,
        module=modules.get(session.module_id) if session.module_id else None,
        title=session.title,
        starts_at=_same_hour(session.starts_at, days),
        ends_at=_same_hour(session.ends_at, days),
        state=SessionState.DRAFT,
        capacity=session.capacity,
        registration_opens_at=session.registration_opens_at and _same_hour(session.registration_opens_at, days),
        registration_closes_at=session.registration_closes_at and _same_hour(session.registration_closes_at, days),
        has_meal=session.has_meal,
        offer_hours=session.offer_hours,
    )
    for slot in session.slots.all():
        _copied(slot, session_id=made.pk)
    for quota in session.quotas.all():
        Quota.objects.create(session=made, size=quota.size).profiles.set(quota.profiles.all())
    return made


def _same_hour(moment: datetime, days: timedelta) -> datetime:
    """`days` later at the same hour here, whatever the summer time."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + days)


def _copied(row, **changes):
    """A new row like `row`."""
    made = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    made.pk = None
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
