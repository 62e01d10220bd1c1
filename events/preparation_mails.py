"""What the preparation team is written, and the link each of them has: no account, one workshop (S3-21)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.models import Message
from outbox.services import write_mail
from people.links import LinkInvalid, make_token, read_token

from .models import Preparation, PreparationStep, TeamMember

SCOPE = "preparation"
# How far ahead the digest looks.
SOON = timedelta(days=14)
LINK_LIVES = timedelta(days=400)


def team_url(member: TeamMember) -> str:
    token = make_token("preparation", [str(member.uuid), member.person.email])
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:team', args=[token])}"


def member_for(token: str) -> TeamMember:
    """Whom the link was given to; dead once they left the team or changed address. Raises LinkInvalid, LinkExpired."""
    value = read_token("preparation", token, max_age=LINK_LIVES)
    if not isinstance(value, list) or len(value) != 2:
        raise LinkInvalid
    members = TeamMember.objects.select_related("person", "preparation__workshop")
    member = members.filter(uuid=str(value[0]), person__email=str(value[1])).first()
    if member is None:
        raise LinkInvalid
    return member


def tell_welcome(member: TeamMember) -> bool:
    return _send("preparation_welcome", member, f"preparation:{member.uuid}:welcome")


def tell_moved(preparation: Preparation) -> int:
    """One mail each: the new day, and the steps as they now stand."""
    steps = list(preparation.steps.open().select_related("owner__person").order_by("due_on", "pk"))
    key = f"preparation:{preparation.pk}:moved:{preparation.moves}"
    return _to_all(preparation, "preparation_moved", key, steps=steps)


def tell_digest(preparation: Preparation, week: date, today: date) -> int:
    """Late and coming steps, once a week. Returns how many were written to; nobody when there is nothing to say."""
    steps = preparation.steps.open().filter(due_on__lte=today + SOON)
    rows = list(steps.select_related("owner__person").order_by("due_on", "pk"))
    if not rows:
        return 0
    late = [step for step in rows if step.is_late(today)]
    soon = [step for step in rows if not step.is_late(today)]
    key = f"preparation:{preparation.pk}:digest:{week:%Y%m%d}"
    return _to_all(preparation, "preparation_digest", key, late=late, soon=soon, days=(preparation.day - today).days)


def _to_all(preparation: Preparation, template: str, key: str, **context: Any) -> int:
    team: Iterable[TeamMember] = preparation.team.select_related("person").order_by("pk")
    return sum(_send(template, member, f"{key}:{member.pk}", **context) for member in team)


def _send(template: str, member: TeamMember, key: str, **context: Any) -> bool:
    """Whether it was written now."""
    if not member.person.email or Message.objects.filter(dedup_key=key).exists():
        return False
    preparation = member.preparation
    mine = [step for step in _steps(context) if step.owner_id == member.pk]
    told = {
        "member": member,
        "person": member.person,
        "preparation": preparation,
        "workshop": preparation.workshop,
        "mine": mine,
        "team_url": team_url(member),
        **context,
    }
    write_mail(f"events/{template}", told, to=member.person.email, dedup_key=key, scope=SCOPE)
    return True


def _steps(context: dict[str, Any]) -> list[PreparationStep]:
    return [*context.get("late", ()), *context.get("soon", ()), *context.get("steps", ())]
