"""The rows of a mailing: a million of them in half a minute, which a million model instances do not allow."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from ..addresses import address_hash, normalise_email
from ..enums import MessageState, Priority, Reason
from ..errors import OutboxError
from ..families import family_of
from ..models import Content, Mailing, Message, Permit
from ..places import missing, names_in

BATCH = 5_000


class PermitKey(NamedTuple):
    """What a message needs to know of its permit, for who reads a million of them without their models."""

    pk: int
    address: str
    address_hash: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone to write to, on the strength of `permit`; `values` fill the places of the content.

    `content` is the variant this person gets, when it is not the one of the mailing.
    """

    address: str
    permit: Permit | PermitKey | None = None
    values: dict[str, str] = field(default_factory=dict)
    content: Content | None = None


Row = tuple[Any, ...]


def write_audience(mailing: Mailing, recipients: Iterable[Recipient]) -> tuple[int, int]:
    """Write one message per address, in the caller's transaction. Returns how many, and how many duplicates were met.

    Raises OutboxError when someone lacks a value for a place of the content.
    """
    rows = _Rows(mailing)
    waiting = rows.build(recipients)
    # A batch is read whole before it is written: `recipients` may come from this very connection.
    while batch := list(islice(waiting, BATCH)):
        _write(rows.columns, batch)
    return len(rows.seen), rows.duplicates


def _write(columns: Sequence[str], batch: Sequence[Row]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = Message._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(row)
        else:
            marks = ", ".join("%s" for _ in columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)


class _Rows:
    """The messages of a mailing, one by one, and the count of what was met on the way."""

    OWN = ("content_id", "permit_id", "address", "address_hash", "family", "values", "state", "reason", "settled_at")

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self._wanted: dict[int, set[str]] = {}
        self.seen: set[bytes] = set()
        self.duplicates = 0
        self._now = connection.ops.adapt_datetimefield_value(timezone.now())
        same = Message(
            mailing=mailing,
            content_id=mailing.content_id,
            scope=mailing.purpose,
            priority=Priority.MAILING,
            created_at=timezone.now(),
        )
        fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
        shared = [field for field in fields if field.column not in self.OWN]
        self.columns = (*(str(field.column) for field in shared), *self.OWN)
        self._same: Row = tuple(field.get_db_prep_save(getattr(same, field.attname), connection) for field in shared)

    def build(self, recipients: Iterable[Recipient]) -> Iterator[Row]:
        for recipient in recipients:
            content = recipient.content or self.mailing.content
            wanted = self._places_of(content)
            absent = missing(wanted, recipient.values)
            if absent:
                raise OutboxError(f"Il manque « {absent[0]} » pour {recipient.address}.")
            address, digest, usable = _identify(recipient)
            known = bytes.fromhex(digest)
            if known in self.seen:
                self.duplicates += 1
                continue
            self.seen.add(known)
            values = json.dumps({name: recipient.values[name] for name in wanted})
            end = _READY if usable else (*_UNUSABLE, self._now)
            permit = recipient.permit
            mail = (content.pk, permit.pk if permit else None, address, digest, family_of(address), values)
            yield (*self._same, *mail, *end)

    def _places_of(self, content: Content) -> set[str]:
        """The places of a variant, looked for once."""
        if content.pk not in self._wanted:
            texts = (content.subject, content.html, content.text, *content.headers.values())
            self._wanted[content.pk] = names_in(*texts)
        return self._wanted[content.pk]


_READY = (MessageState.READY.value, "", None)
_UNUSABLE = (MessageState.EXCLUDED.value, Reason.INVALID.value)


def _identify(recipient: Recipient) -> tuple[str, str, bool]:
    """The address as it is written to, its fingerprint, and whether a mail can go there."""
    permit = recipient.permit
    if permit and permit.address and permit.address == recipient.address:
        # Normalised and hashed when the permit was granted.
        return permit.address, permit.address_hash, True
    try:
        address, usable = normalise_email(recipient.address), True
    except ValueError:
        address, usable = recipient.address.strip().lower()[:254], False
    return address, address_hash(address), usable
