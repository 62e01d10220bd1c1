"""The subscribers of a selection, read from what stands now: follows, registrations, presence."""

from django.db.models import Q, QuerySet

from cms.models import Territory
from events.models import Attendance, EventPage, Registration

from .enums import SelectionGround
from .models import Follow, Selection, SelectionRule, Subscriber


def selected(selection: Selection) -> QuerySet[Subscriber]:
    """The confirmed subscribers that fit `selection`: one query."""
    fitting, excluded = Q(), Q()
    rules = list(selection.rules.all())
    for rule in rules:
        if rule.is_excluded:
            excluded |= _fits(rule)
        else:
            fitting |= _fits(rule)
    people = Subscriber.objects.confirmed()
    if any(not rule.is_excluded for rule in rules):
        people = people.filter(fitting)
    if any(rule.is_excluded for rule in rules):
        people = people.exclude(excluded)
    return people


def _fits(rule: SelectionRule) -> Q:
    if rule.ground == SelectionGround.FOLLOWS:
        return Q(pk__in=_follows(rule).values("subscriber"))
    registered = Registration.objects.confirmed().filter(session__event__in=_events(rule))
    if rule.ground == SelectionGround.TOOK_PART:
        registered = registered.filter(pk__in=Attendance.objects.present().values("registration"))
    known = registered.exclude(contact_email="").values("contact_email")
    return Q(person__in=registered.values("person")) | Q(email__in=known)


def _follows(rule: SelectionRule) -> QuerySet[Follow]:
    follows = Follow.objects.standing().order_by()
    if rule.topic_id:
        return follows.filter(topic=rule.topic_id)
    if rule.territory:
        return follows.filter(territory__in=Territory.objects.within(rule.territory).order_by().values("pk"))
    return follows.filter(page=rule.page_id) if rule.page_id else follows


def _events(rule: SelectionRule) -> QuerySet[EventPage]:
    events: QuerySet[EventPage] = EventPage.objects.order_by()
    if rule.topic_id:
        events = events.filter(topics=rule.topic_id)
    elif rule.territory:
        events = events.filter(territory__in=Territory.objects.within(rule.territory).order_by().values("pk"))
    elif rule.page_id and rule.page:
        # The page itself, or the dates of a series.
        events = events.filter(path__startswith=rule.page.path)
    return events.values("pk")  # type: ignore[return-value]
