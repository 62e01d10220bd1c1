"""Writing the index: each thing in the transaction that changes it, all of them again when asked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from cms.finding import Entry, FindingSource, finding_sources

from ..models import FindingEntry, FindingWord
from .stems import indexed_stems, is_word, plain, plain_word

BATCH = 500
WORD_LIMIT = 60
BODY_LIMIT = 60_000  # characters of a body that are read: a book would slow every search


def index_some(source: FindingSource, pks: Iterable[int]) -> None:
    """Write again what is public among these, and forget the others."""
    wanted = list(pks)
    with transaction.atomic():
        forget(source, wanted)
        write(source, source.entries(wanted))


def index_one(source: FindingSource, pk: int, entry: Entry | None) -> None:
    """Write again one thing just saved, or forget it when `entry` is None."""
    with transaction.atomic():
        forget(source, [pk])
        write(source, iter([entry] if entry else []))


def forget(source: FindingSource, pks: Iterable[int]) -> None:
    """Take entries out, and their words: a name withdrawn is suggested to nobody."""
    rows = FindingEntry.objects.filter(source=source.name, object_id__in=list(pks))
    gone = Counter(plain_word(word) for told in rows.values_list("title", "summary") for word in _words(" ".join(told)))
    rows.delete()
    for number in sorted(set(gone.values())):
        keys = [key for key in gone if gone[key] == number]
        FindingWord.objects.filter(key__in=keys, uses__lte=number).delete()
        FindingWord.objects.filter(key__in=keys).update(uses=F("uses") - number)


def index_everything() -> int:
    """Make the whole index again, from what is public now. Returns how many things it holds."""
    with transaction.atomic():
        FindingEntry.objects.all().delete()
        FindingWord.objects.all().delete()
        return sum(write(source, source.entries(None)) for source in finding_sources)


def repair_index(now: datetime) -> int:
    """Index what the signals never told of (a house that had pages before it had this index, rows written in bulk) and
    forget what is no longer public. Returns how many things were mended. Idempotent; the clock calls it.
    """
    mended = 0
    for source in finding_sources:
        indexed = set(FindingEntry.objects.filter(source=source.name).values_list("object_id", flat=True))
        amiss = indexed ^ set(source.public())
        if amiss:
            index_some(source, amiss)
            mended += len(amiss)
    return mended


def write(source: FindingSource, entries: Iterator[Entry]) -> int:
    """Add entries that are not there. Returns how many."""
    written = 0
    while batch := list(islice(entries, BATCH)):
        rows = FindingEntry.objects.bulk_create([_row(source, entry) for entry in batch])
        _write_topics(rows, batch)
        _count_words(batch)
        written += len(rows)
    return written


def _row(source: FindingSource, entry: Entry) -> FindingEntry:
    return FindingEntry(
        source=source.name,
        object_id=entry.object_id,
        kind=entry.kind,
        kind_label=entry.kind_label,
        facet=entry.facet,
        title=entry.title[:255],
        summary=entry.summary,
        url=entry.url,
        territory_id=entry.territory_id,
        places=places_key(entry),
        in_directory=entry.directory,
        title_key=plain(entry.title)[:255],
        title_stems=indexed_stems(entry.title),
        summary_stems=indexed_stems(entry.summary),
        body_stems=indexed_stems(entry.body[:BODY_LIMIT]),
    )


def places_key(entry: Entry) -> str:
    """« 3 17 »: the territories of an entry, the same text for all that act in the same places."""
    return " ".join(map(str, sorted({*entry.also_in, *([entry.territory_id] if entry.territory_id else [])})))


def _write_topics(rows: list[FindingEntry], entries: list[Entry]) -> None:
    through = FindingEntry.topics.through
    pairs = [(row.pk, topic) for row, entry in zip(rows, entries, strict=True) for topic in dict.fromkeys(entry.topics)]
    through.objects.bulk_create([through(findingentry_id=row, topic_id=topic) for row, topic in pairs])


def _count_words(entries: list[Entry]) -> None:
    """Each word once, with how often it is written."""
    written = [word for entry in entries for word in _words(f"{entry.title} {entry.summary}")]
    uses = Counter(plain_word(word) for word in written)
    spelling = {plain_word(word): word for word in reversed(written)}
    known = set(FindingWord.objects.filter(key__in=uses).values_list("key", flat=True))
    for number in {uses[key] for key in known}:
        again = [key for key in known if uses[key] == number]
        FindingWord.objects.filter(key__in=again).update(uses=F("uses") + number)
    FindingWord.objects.bulk_create(
        [FindingWord(word=spelling[key], key=key, uses=uses[key]) for key in sorted(uses.keys() - known)],
        ignore_conflicts=True,
    )


def _words(text: str) -> list[str]:
    words = text.replace("’", " ").replace("'", " ").split()
    return [word.lower() for word in words if is_word(word) and len(word) < WORD_LIMIT]
