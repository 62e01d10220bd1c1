"""People of the workshops' address books who agreed to stand on the public site: a source of the directory (S3-03).

One entry a person, whatever the number of cards; it leads to the workshop where they were met last.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

from cms.finding import Entry, FindingSource, finding_sources
from home.search.indexing import forget, index_some
from people.models import Consent, Person

from .models import Contact, WorkshopPage


def consenting_people(pks: Iterable[int] | None) -> Iterator[Entry]:
    """Those whose agreement for the web stands today, and who were met at a workshop that everybody may read."""
    cards = _public_cards().select_related("person", "organisation", "workshop").prefetch_related("workshop__topics")
    if pks is not None:
        cards = cards.filter(person__in=list(pks))
    for _person, own in groupby(cards.order_by("person_id", "-workshop_id", "-pk"), key=lambda card: card.person_id):
        yield _entry(list(own))


def people_in_view() -> Iterable[int]:
    return _public_cards().order_by("person_id").values_list("person_id", flat=True).distinct()


def _public_cards() -> QuerySet[Contact]:
    workshops = WorkshopPage.objects.live().public()
    return Contact.objects.public().filter(person__isnull=False, person__erased_at=None, workshop__in=workshops)


def _entry(cards: list[Contact]) -> Entry:
    latest = cards[0]
    assert latest.person is not None
    roles = [", ".join(filter(None, (card.role, card.organisation_label))) for card in cards]
    return Entry(
        object_id=latest.person.pk,
        kind="person",
        kind_label="Personne",
        title=latest.person.full_name,
        summary=next((card.what for card in cards if card.what), "") or next(filter(None, roles), ""),
        body=" ".join([*roles, *(card.what for card in cards)]),
        url=f"{latest.workshop.relative_url(None) or ''}#carnet",
        territory_id=latest.workshop.territory_id,
        topics=tuple(topic.pk for card in cards for topic in card.workshop.topics.all()),
        directory=True,
    )


PEOPLE = FindingSource("person", Person, consenting_people, people_in_view)


def card_changed(instance: Contact, **kwargs: Any) -> None:
    """Signal: a card was written or removed."""
    if instance.person_id:
        index_some(PEOPLE, [instance.person_id])


def consent_changed(instance: Consent, **kwargs: Any) -> None:
    """Signal: an agreement was given. A withdrawal, written in bulk, is seen each time the directory is shown."""
    if Contact.objects.filter(consent=instance).exists():
        index_some(PEOPLE, [instance.person_id])


def person_changed(instance: Person, **kwargs: Any) -> None:
    if instance.contacts.exists():
        index_some(PEOPLE, [instance.pk])


def person_gone(instance: Person, **kwargs: Any) -> None:
    forget(PEOPLE, [instance.pk])


def workshop_changed(sender: type[Model], instance: WorkshopPage, **kwargs: Any) -> None:
    """Signal: published, withdrawn or renamed, and the people met there with it."""
    met = instance.contacts.filter(person__isnull=False).values_list("person_id", flat=True)
    if met:
        index_some(PEOPLE, met)


def declare() -> None:
    """Called by `AppConfig.ready`."""
    finding_sources.register(PEOPLE)
    for kept in (post_save, post_delete):
        kept.connect(card_changed, sender=Contact, dispatch_uid="events_card_found")
    post_save.connect(consent_changed, sender=Consent, dispatch_uid="events_consent_found")
    post_save.connect(person_changed, sender=Person, dispatch_uid="events_person_found")
    post_delete.connect(person_gone, sender=Person, dispatch_uid="events_person_gone")
    post_save.connect(workshop_changed, sender=WorkshopPage, dispatch_uid="events_workshop_found")
