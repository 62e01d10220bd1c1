"""The rows of a mailing: a million of them in half a minute, which a million model instances do not allow."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, JSONField
from django.utils import timezone

from ..addresses import address_hash, normalise_email
from ..enums import MessageState, Priority, Reason
from ..errors import OutboxError
from ..families import families_by_domain
from ..flows import slow_domains
from ..models import Content, Mailing, Message, Permit
from ..places import missing, names_in
from ..scouts import is_scout

BATCH = 5_000
LINES = 200  # of a chunk handed to the server


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
    rows, everyone = _Rows(mailing), iter(recipients)
    write = _copy if connection.vendor == "postgresql" else _insert
    # A batch is read whole before it is written: `recipients` may come from this very connection. Its rows are made
    # while the server takes the previous ones.
    while batch := list(islice(everyone, BATCH)):
        write(rows, batch)
    return len(rows.seen), rows.duplicates


def _copy(rows: "_Rows", batch: Sequence[Recipient]) -> None:
    """COPY in its text form, written here: what is the same for all is formatted once, not a million times."""
    columns = ", ".join(map(connection.ops.quote_name, rows.columns))
    statement = f"COPY {Message._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        same = _as_text(rows.same)
        lines = (f"{same}\t{_as_text(own)}\n" for own in rows.build(batch))
        while chunk := "".join(islice(lines, LINES)):
            copy.write(chunk)


def _insert(rows: "_Rows", batch: Sequence[Recipient]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, rows.columns))
    marks = ", ".join("%s" for _ in rows.columns)
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {Message._meta.db_table} ({columns}) VALUES ({marks})"
        cursor.executemany(statement, [(*rows.same, *own) for own in rows.build(batch)])


def _as_text(values: Row) -> str:
    """A row as COPY reads it: backslashes and what parts columns and lines are escaped, nothing is \\N.

    Hardly any row holds such a character, so that it is looked for in the whole line first.
    """
    line = "\t".join(["\\N" if value is None else str(value) for value in values])
    parts, backslashes = line.count("\t"), line.count("\\")
    if parts == len(values) - 1 and backslashes == values.count(None) and "\n" not in line and "\r" not in line:
        return line
    return "\t".join("\\N" if value is None else str(value).translate(_ESCAPES) for value in values)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Rows:
    """The messages of a mailing, one by one, and the count of what was met on the way."""

    OWN = (
        *("content_id", "permit_id", "address", "address_hash", "family", "priority", "values"),
        *("state", "reason", "settled_at"),
    )

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self._wanted: dict[int, list[str]] = {}
        self.seen: set[bytes] = set()
        self.duplicates = 0
        self._families = {**slow_domains(), **families_by_domain()}
        self._now = connection.ops.adapt_datetimefield_value(timezone.now())
        same = Message(
            mailing=mailing,
            content_id=mailing.content_id,
            scope=mailing.purpose,
            created_at=timezone.now(),
        )
        fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
        shared = [field for field in fields if field.column not in self.OWN]
        self.columns = (*(str(field.column) for field in shared), *self.OWN)
        self.same: Row = tuple(_stored(field, getattr(same, field.attname)) for field in shared)

    def build(self, recipients: Iterable[Recipient]) -> Iterator[Row]:
        """The columns of their own, for those met for the first time."""
        for recipient in recipients:
            content, permit = recipient.content or self.mailing.content, recipient.permit
            values = self._values(content, recipient)
            address, digest, usable = _identify(recipient)
            known = bytes.fromhex(digest)
            if known in self.seen:
                self.duplicates += 1
                continue
            self.seen.add(known)
            end = _READY if usable else (*_UNUSABLE, self._now)
            family = self._families.get(address.rpartition("@")[2], "")
            priority = _SCOUT if is_scout(digest) else _MAILING
            yield (content.pk, permit.pk if permit else None, address, digest, family, priority, values, *end)

    def _values(self, content: Content, recipient: Recipient) -> str:
        """As JSON, those that the content has a place for. Raises OutboxError when one is missing."""
        wanted = self._places_of(content)
        kept = {name: recipient.values.get(name, "") for name in wanted}
        if not all(kept.values()):
            raise OutboxError(f"Il manque « {missing(wanted, kept)[0]} » pour {recipient.address}.")
        return _json(kept)

    def _places_of(self, content: Content) -> list[str]:
        """The places of a variant, looked for once."""
        if content.pk not in self._wanted:
            texts = (content.subject, content.html, content.text, *content.headers.values())
            self._wanted[content.pk] = sorted(names_in(*texts))
        return self._wanted[content.pk]


_json = json.JSONEncoder(check_circular=False).encode
_SCOUT, _MAILING = Priority.SCOUT.value, Priority.MAILING.value
_READY = (MessageState.READY.value, "", None)
_UNUSABLE = (MessageState.EXCLUDED.value, Reason.INVALID.value)


def _stored(field: "Field[Any, Any]", value: Any) -> Any:
    """What the database keeps of a value; JSON as its text."""
    return json.dumps(value) if isinstance(field, JSONField) else field.get_db_prep_save(value, connection)


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
