"""The one-time link of « Premiers pas »: whoever holds it may found the house, while nobody has."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from config.models import FirstRunKey
from people.links import LinkInvalid, make_token, read_token

ACTION = "first-run"


def is_founded() -> bool:
    """Someone may already do everything here: the link is worth nothing any more."""
    return get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def first_run_address() -> str | None:
    """The full address to give to whoever starts the site; None when it has been founded.

    Every address given before still opens: they carry the same secret, which goes when one of them has served.
    """
    if is_founded():
        return None
    key = FirstRunKey.objects.order_by("pk").first() or FirstRunKey.objects.create()
    path = reverse("first_run", args=[make_token(ACTION, key.secret)])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def opens(token: str) -> bool:
    """`token` is the link of this very house, and it has not served."""
    try:
        secret = read_token(ACTION, token)
    except LinkInvalid:
        return False
    return FirstRunKey.objects.filter(secret=secret).exists() and not is_founded()
