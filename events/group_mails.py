"""What is written to the people of action groups: rows of the outbox, in the transaction of the fact they announce."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from outbox.services import write_mail

from .group_links import member_url, request_url
from .models import ActionGroup, Membership

SCOPE = "group"


def ask_confirmation(membership: Membership) -> None:
    """Is it really you? The group hears of the request only then. Once a day at most."""
    key = f"confirm:{timezone.localdate():%Y%m%d}"
    _send("group_confirm", membership, key, url=request_url(membership))


def tell_request(request: Membership) -> None:
    for member in _members(request.group):
        _send("group_request", member, f"request:{request.pk}:{request.asked_at:%Y%m%d%H%M%S}", request=request)


def tell_welcome(membership: Membership) -> None:
    """The link to the group's space: on joining, at the beginning, and whenever a member asks for it again."""
    _send("group_welcome", membership, f"welcome:{timezone.localdate():%Y%m%d}")


def tell_refused(membership: Membership) -> None:
    _send("group_refused", membership, f"refused:{membership.settled_at:%Y%m%d%H%M%S}")


def tell_lead(membership: Membership) -> None:
    _send("group_lead", membership, f"lead:{timezone.now():%Y%m%d%H%M%S}")


def tell_nudge(group: ActionGroup) -> None:
    _to_all("group_nudge", group, f"nudge:{group.heard_at:%Y%m%d}")


def tell_asleep(group: ActionGroup) -> None:
    _to_all("group_asleep", group, f"asleep:{group.heard_at:%Y%m%d}")


def _to_all(template: str, group: ActionGroup, key: str) -> None:
    for member in _members(group):
        _send(template, member, key)


def _members(group: ActionGroup) -> Iterable[Membership]:
    return group.memberships.members().select_related("person", "group__seed").order_by("pk")


def _send(template: str, membership: Membership, key: str, **extra: Any) -> None:
    person, group = membership.person, membership.group
    if not person.email:
        return
    context = {"person": person, "group": group, "seed": group.seed, "space_url": member_url(membership), **extra}
    write_mail(f"events/{template}", context, to=person.email, dedup_key=f"group:{membership.pk}:{key}", scope=SCOPE)
