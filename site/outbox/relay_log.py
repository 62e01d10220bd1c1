"""The log of a Postfix relay, read as evidence: which mail it took, and what became of it (sending.md section 8).

    Nov 27 12:00:00 mx postfix/cleanup[812]: 4Ab3x: message-id=<12.0123456789ab@asso.example>
    Nov 27 12:00:00 mx postfix/qmgr[813]: 4Ab3x: from=<bonjour@asso.example>, size=512, nrcpt=1 (queue active)
    Nov 27 12:00:01 mx postfix/smtp[815]: 4Ab3x: to=<a@b.example>, relay=…, dsn=2.0.0, status=sent (250 OK)

`cleanup` alone proves nothing: it speaks before the final dot. `qmgr` is what says that the mail is in the queue.
"""

import gzip
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

_LINE = re.compile(
    r"^(?P<at>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
    r" \S+ (?P<program>[\w.-]*postfix[\w.-]*(?:/[\w.-]+)*)\[\d+\]: (?P<said>.*)$"
)
_QUEUED = re.compile(r"^(?P<queue>[0-9A-Za-z]{5,20}): (?P<said>.*)$")
_MESSAGE_ID = re.compile(r"^message-id=(<[^<>\s]+>)")
_DELIVERY = re.compile(r"^to=<(?P<to>[^>]*)>,.*?\bdsn=(?P<dsn>[\d.]+), status=(?P<status>\w+) \((?P<reply>.*)\)$")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DELIVERERS = {"smtp", "lmtp", "local", "virtual", "pipe", "error", "discard"}


# A compressed file may be small and its text endless.
LARGEST_TEXT = 500_000_000


@dataclass(frozen=True)
class Delivery:
    """What the relay says of one recipient. `status` is Postfix's word: sent, bounced, deferred, expired…"""

    message_id: str
    queue_id: str
    at: datetime
    status: str
    dsn: str
    reply: str


@dataclass
class RelayLog:
    """`queued` gives when each Message-ID last entered the queue; `first` and `last` are what the log spans."""

    first: datetime | None = None
    last: datetime | None = None
    queued: dict[str, datetime] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)

    def covers(self, moment: datetime, *, grace: timedelta) -> bool:
        """Whether a mail that left at `moment` would be in here if the relay had taken it: the log began before, and
        goes on for `grace` after.
        """
        if self.first is None or self.last is None:
            return False
        return self.first <= moment - min(grace, timedelta(minutes=1)) and moment + grace <= self.last


def read_log(lines: Iterable[str], *, now: datetime | None = None) -> RelayLog:
    """The evidence in `lines`, which may come from several files, the oldest first. Other programs' lines are passed
    over. Dates without a year are those of the year that ends at `now`; without a zone, of the site's zone.
    """
    now = now or timezone.now()
    log = RelayLog()
    names: dict[str, str] = {}  # queue ids are used again: the latest message-id is the one that counts
    entering: set[str] = set()  # qmgr speaks again at each try of a mail that waits in the queue
    for line in lines:
        if not (match := _LINE.match(line.rstrip("\n"))) or (at := _moment(match["at"], now)) is None:
            continue
        log.first = min(log.first or at, at)
        log.last = max(log.last or at, at)
        _note(log, names, entering, match["program"].rpartition("/")[2], match["said"], at)
    return log


def _note(log: RelayLog, names: dict[str, str], entering: set[str], program: str, said: str, at: datetime) -> None:
    queued = _QUEUED.match(said)
    if not queued:
        return
    queue, fact = queued["queue"], queued["said"]
    if program == "cleanup" and (identifier := _MESSAGE_ID.match(fact)):
        names[queue] = identifier[1]
        entering.add(queue)
    elif program == "qmgr" and fact.startswith("from=<") and queue in entering:
        entering.discard(queue)
        log.queued[names[queue]] = at
    elif program in _DELIVERERS and queue in names and (told := _DELIVERY.match(fact)):
        log.deliveries.append(
            Delivery(names[queue], queue, at, told["status"], told["dsn"], told["reply"][:500]),
        )


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        if text[0].isdigit():
            return datetime.fromisoformat(text)
        month, day = _MONTHS.index(text[:3]) + 1, int(text[4:6])
        hour, minute, second = (int(part) for part in text[7:].split(":"))
        when = datetime(now.year, month, day, hour, minute, second)  # noqa: DTZ001 (given a zone below)
        aware = timezone.make_aware(when)
        return aware if aware <= now + timedelta(days=1) else timezone.make_aware(when.replace(year=now.year - 1))
    except ValueError:  # 29 February of another year, 31 June
        return None


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """A log file as text, compressed by logrotate or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
        yield lines


def read_uploads(files: Iterable[Any]) -> RelayLog:
    """The evidence of files sent by a browser, compressed or not, in the order of what they tell first. A file that
    cannot be read tells nothing.
    """
    texts = [text for file in files if (text := _text(file.read()))]
    return read_log(line for text in sorted(texts, key=_begins) for line in text.splitlines())


def _text(content: bytes) -> str:
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                content = file.read(LARGEST_TEXT)
        except (OSError, EOFError):
            return ""
    return content.decode(errors="replace")


def _begins(text: str) -> datetime:
    return read_log(text.splitlines()[:50]).first or timezone.now()


def read_files(paths: Iterable[Path]) -> RelayLog:
    """The evidence of these files, read in the order of their dates of change: mail.log.2.gz, mail.log.1, mail.log."""

    def lines() -> Iterator[str]:
        for path in sorted(paths, key=lambda path: path.stat().st_mtime):
            with opened(path) as file:
                yield from file

    return read_log(lines())
