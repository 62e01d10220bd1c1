"""Making an event again, at other dates: the page and everything dated that stands outside it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from people.models import User

from ..enums import SessionState
from ..models import EventPage, EventPerson, Module, OpenAgendaWish, Quota, Session


@transaction.atomic
def clone_event(*, event: EventPage, title: str, slug: str, first_day: date, by: User) -> EventPage:
    """A draft of `event` under the same parent, with its modules, people and dates as drafts: the first falls on
    `first_day`, the others keep their distance in days and their hours here. Nobody is registered.

    Raises ValidationError when the slug is taken.
    """
    attributes = {"title": title, "draft_title": title, "slug": slug, "edition_stage": ""}
    known = {name: value for name, value in attributes.items() if hasattr(event, name)}
    copy: EventPage = event.copy(update_attrs=known, copy_revisions=False, keep_live=False, user=by)
    modules = {module.pk: _copied(module, training_id=copy.pk) for module in Module.objects.filter(training=event.pk)}
    sessions = list(event.sessions.order_by("starts_at", "pk"))
    days = first_day - sessions[0].local_date if sessions else timedelta()
    made = {session.pk: _dated_again(session, copy, days, modules) for session in sessions}
    for role in EventPerson.objects.filter(event=event.pk):
        _copied(role, event_id=copy.pk, session=made[role.session_id] if role.session_id else None)
    for wish in OpenAgendaWish.objects.filter(page=event.pk):
        _copied(wish, page_id=copy.pk)
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
