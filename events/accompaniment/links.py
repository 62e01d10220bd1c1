"""The links of the group: its own page, and each request for news. They stop when its address changes (law.md L-05)."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from outbox.addresses import keyed_hash
from people.links import LinkInvalid, make_token, read_token

from ..models import Accompaniment, FollowUp

KEPT = timedelta(days=3 * 365)


def group_url(accompaniment: Accompaniment) -> str:
    token = make_token("accompaniment", [str(accompaniment.uuid), _seal(accompaniment)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:accompaniment', args=[token])}"


def news_url(follow_up: FollowUp) -> str:
    token = make_token("follow-up", [str(follow_up.uuid), _seal(follow_up.accompaniment)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:accompaniment_news', args=[token])}"


def accompaniment_for(token: str) -> Accompaniment | None:
    """None when it is gone. Raises LinkInvalid, LinkExpired."""
    key, seal = _read("accompaniment", token)
    row = Accompaniment.objects.filter(uuid=key).first()
    return row if row and _opens(row, seal) else None


def follow_up_for(token: str) -> FollowUp | None:
    """None when it is gone. Raises LinkInvalid, LinkExpired."""
    key, seal = _read("follow-up", token)
    row = FollowUp.objects.filter(uuid=key).select_related("accompaniment").first()
    return row if row and _opens(row.accompaniment, seal) else None


def _read(action: str, token: str) -> tuple[str, str]:
    value = read_token(action, token, max_age=KEPT)
    if not isinstance(value, list) or len(value) != 2:
        raise LinkInvalid
    return str(value[0]), str(value[1])


def _opens(accompaniment: Accompaniment, seal: str) -> bool:
    """Whether the link still leads somewhere. Raises LinkInvalid when it was made for another address."""
    if not accompaniment.contact_email:
        return False
    if _seal(accompaniment) != seal:
        raise LinkInvalid
    return True


def _seal(accompaniment: Accompaniment) -> str:
    return keyed_hash(f"accompaniment:{accompaniment.contact_email}")[:12]
