"""Writing to somebody elsewhere: the people of a form change address, once the new one has answered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox.addresses import keyed_hash
from outbox.models import Message
from people.addresses import normalise_email
from people.models import Person

from .. import mails
from ..enums import ACTIVE
from ..errors import AddressTaken, TooManyAddresses
from ..models import Registration
from ..selectors import submission_of
from .calendars import invite
from .locking import LockedSessions, under_lock
from .participants import Participant

# Different addresses that one registration may try in one day.
TRIES_A_DAY = 3


@transaction.atomic
def ask_new_address(*, registration: Registration, email: str, now: datetime | None = None) -> None:
    """Write to `email` a link that moves the form of `registration` there; nothing else changes.

    Asked twice the same day, it leaves once. Raises TooManyAddresses.
    """
    address, day = normalise_email(email), timezone.localdate(now or timezone.now())
    tries = f"registration:{registration.pk}:new-address:{day:%Y%m%d}:"
    key = f"{tries}{keyed_hash(f'address:{address}')[:20]}"
    before = Message.objects.filter(dedup_key__startswith=tries).exclude(dedup_key=key)
    if before.count() >= TRIES_A_DAY:
        raise TooManyAddresses
    mails.ask_new_address(registration, address=address, key=key)


def move_address(*, registration: Registration, email: str, now: datetime | None = None) -> list[Registration]:
    """Write from now on to `email` about everything asked in the form of `registration`; give back its rows.

    Call it when somebody proved to read `email`. Every link mailed before dies with the old address, which is told.
    Raises AddressTaken when one of these people has a place at one of these dates with `email` already, and TooBusy.
    """
    now, address, before = now or timezone.now(), normalise_email(email), registration.contact_email
    ids = [row.session_id for row in submission_of(registration)]

    def work(locked: LockedSessions) -> list[Registration]:
        rows = [row for row in submission_of(registration) if row.session_id in locked]
        if not rows or address == before:
            return rows
        for row in rows:
            row.session = locked[row.session_id]
            _refuse_if_there(row, address)
        mails.tell_address_left(rows)
        for row in rows:
            mails.stop_writing(row, reason="adresse changée")
            row.contact_email, row.identity_key = address, _key(row, address)
            row.revision += 1
            row.save(update_fields=["contact_email", "identity_key", "revision"])
        _move_people(rows, before, address)
        mails.tell_address_moved(rows, parts=invite(rows, now))
        return rows

    return under_lock(ids, work)


def _key(row: Registration, address: str) -> str:
    return Participant(row.person.given_name, row.person.family_name, address).identity_key


def _refuse_if_there(row: Registration, address: str) -> None:
    there = Registration.objects.filter(session=row.session_id, identity_key=_key(row, address), state__in=ACTIVE)
    if row.is_active and there.exclude(pk=row.pk).exists():
        raise AddressTaken


def _move_people(rows: Sequence[Registration], before: str, address: str) -> None:
    Person.objects.filter(pk__in={row.person_id for row in rows}, email=before).update(email=address)
