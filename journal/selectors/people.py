"""Whom the passages of an article belong to."""

from collections.abc import Iterable

from events.models import Contact, DiagnosisItem
from people.models import Person

from ..enums import SourceKind
from ..versions import Passage


def people_of(passages: Iterable[Passage]) -> dict[str, Person]:
    """The person behind each code of provenance that has one, in two queries."""
    wanted = [passage.provenance for passage in passages if passage.provenance]
    said = {p.uuid for p in wanted if p.kind == SourceKind.DIAGNOSIS_ITEM}
    shown = {p.uuid for p in wanted if p.kind == SourceKind.CONTACT}
    items = DiagnosisItem.objects.filter(uuid__in=said, author__isnull=False).select_related("author").order_by("pk")
    cards = Contact.objects.filter(uuid__in=shown, person__isnull=False).select_related("person").order_by("pk")
    by_item = {f"{SourceKind.DIAGNOSIS_ITEM.value}:{item.uuid}": item.author for item in items}
    by_card = {f"{SourceKind.CONTACT.value}:{card.uuid}": card.person for card in cards}
    return {code: person for code, person in (by_item | by_card).items() if person}
