"""The personal calendar of an address: opened when asked, closed with a new key."""

from uuid import uuid4

from django.db import transaction

from ..models import PrivateFeed, Registration


@transaction.atomic
def open_feed(*, registration: Registration) -> PrivateFeed:
    """The calendar of the address of `registration`; asked twice, the same."""
    feed, _created = PrivateFeed.objects.get_or_create(address=registration.contact_email)
    return feed


@transaction.atomic
def renew_feed(*, registration: Registration) -> PrivateFeed:
    """Another address for it: whoever knew the former one reads nothing more (I15)."""
    feed = open_feed(registration=registration)
    feed.key = uuid4()
    feed.save(update_fields=["key"])
    return feed
