"""How often a form may be used, without knowing by whom: keyed fingerprints that live an hour or a day (C-09)."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.addresses import keyed_hash

from ..models import FormLimit


def count_use(kind: str, value: str, *, within: timedelta) -> int:
    """Note one use of `kind` by `value`; returns how many this window of time has seen, this one included."""
    now = timezone.now()
    window = int(now.timestamp() // within.total_seconds())
    until = datetime.fromtimestamp((window + 1) * within.total_seconds(), tz=now.tzinfo)
    # The window is part of the fingerprint: nothing follows a person from one to the next.
    key = keyed_hash(f"limit:{kind}:{window}:{value}")
    with transaction.atomic():
        FormLimit.objects.get_or_create(key=key, defaults={"until": until})
        FormLimit.objects.filter(key=key).update(count=F("count") + 1)
        return FormLimit.objects.values_list("count", flat=True).get(key=key)


def is_first_use(kind: str, value: str, *, within: timedelta) -> bool:
    """Whether `value` was not used before, in this window or the last."""
    now = timezone.now()
    before = int(now.timestamp() // within.total_seconds()) - 1
    used = FormLimit.objects.filter(key=keyed_hash(f"limit:{kind}:{before}:{value}")).exists()
    return count_use(kind, value, within=within) == 1 and not used


def network_of(address: str) -> str:
    """The visitor's address, or the network a home is given in IPv6 (a /64): one household, one count."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def forget_limits(now: datetime) -> int:
    """Forget the windows that are over, the last one apart: a proof of work must not serve twice. Returns how many."""
    return FormLimit.objects.filter(until__lt=now - timedelta(hours=1)).delete()[0]
