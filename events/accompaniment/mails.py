"""What is written about an accompaniment: rows of the outbox, in the transaction of the fact they announce."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.sender import current_sender
from outbox.services import write_mail

from ..models import Accompaniment, FollowUp
from .links import group_url, news_url

SCOPE = "accompaniment"


def tell_asked(row: Accompaniment) -> None:
    """To whoever asked, that it arrived; to the association, that somebody asks."""
    _send(row, "accompaniment_asked")
    if to := current_sender().contact_email:
        url = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('accompaniment_file', args=[row.pk])}"
        _mail(to, "accompaniment_request", f"{SCOPE}:{row.pk}:request", accompaniment=row, url=url)


def tell_accepted(row: Accompaniment) -> None:
    _send(row, "accompaniment_accepted", group_url=group_url(row))


def tell_declined(row: Accompaniment, reason: str) -> None:
    _send(row, "accompaniment_declined", reason=reason)


def tell_handed_over(row: Accompaniment) -> None:
    _send(row, "accompaniment_handed_over", group_url=group_url(row))


def ask_for_news(row: FollowUp) -> None:
    _send(row.accompaniment, "accompaniment_news", key=f":{row.months}", months=row.months, news_url=news_url(row))


def tell_help_wanted(row: FollowUp, news: str) -> None:
    if to := current_sender().contact_email:
        key = f"{SCOPE}:{row.accompaniment_id}:help:{row.months}"
        _mail(to, "accompaniment_help_wanted", key, accompaniment=row.accompaniment, news=news)


def _send(row: Accompaniment, name: str, *, key: str = "", **context: Any) -> None:
    if row.contact_email:
        _mail(row.contact_email, name, f"{name}:{row.pk}{key}", accompaniment=row, **context)


def _mail(to: str, name: str, dedup_key: str, **context: Any) -> None:
    write_mail(f"events/{name}", context, to=to, dedup_key=dedup_key, scope=SCOPE)
