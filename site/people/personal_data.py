"""Lines of the register of processing (law.md G-01): what this app holds about people, why, and for how long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cms.dates import iso_text
from cms.registries import Treatment

from .addresses import normalise_email
from .humans.limits import forget_limits
from .models import Exchange, FormLimit, Passage, Person, Voice

SEALED_KEPT = timedelta(days=365)


def _people_at(email: str) -> QuerySet[Person]:
    try:
        address = normalise_email(email)
    except ValueError:
        address = email.strip().lower()
    return Person.objects.with_email(address) if address else Person.objects.none()


def _export_voices(email: str) -> Iterator[dict[str, Any]]:
    """What concerns this person, with their own answers and nobody else's."""
    rows = Voice.objects.filter(person__in=_people_at(email)).select_related("passage__exchange")
    for row in rows.order_by("pk"):
        yield {
            "échange": row.passage.exchange.title,
            "date": row.passage.exchange.held_on.isoformat(),
            "passage": row.passage.words,
            "ses propres mots": row.spoke,
            "réponse": row.get_answer_display(),
            "répondu le": iso_text(row.answered_at),
        }


def _erase_voices(email: str) -> int:
    """The whole passage goes: without this person it would say more than everybody agreed to."""
    return Passage.objects.filter(voices__person__in=_people_at(email)).delete()[0]


def purge_sealed(now: datetime) -> int:
    """What nobody opened within twelve months is forgotten."""
    day = timezone.localtime(now).date() - SEALED_KEPT
    old = Passage.objects.filter(exchange__held_on__lt=day)
    return old.exclude(pk__in=Passage.objects.opened().values("pk")).delete()[0]


def _export_presence(email: str) -> Iterator[dict[str, Any]]:
    for exchange in Exchange.objects.filter(people__in=_people_at(email)).order_by("pk"):
        yield {"échange": exchange.title, "date": exchange.held_on.isoformat()}


def _erase_presence(email: str) -> int:
    return Exchange.people.through.objects.filter(person__in=_people_at(email)).delete()[0]


VOICES = Treatment(
    model=Voice,
    purpose="Ne rendre publics que les mots que chaque personne concernée accepte d’ouvrir",
    legal_basis="consentement, phrase par phrase",
    retention="12 mois pour ce qui reste fermé ; jusqu’au retrait d’un accord pour ce qui est ouvert",
    fields=("person", "consent"),
    export=_export_voices,
    erase=_erase_voices,
    purge=purge_sealed,
)
PRESENCE = Treatment(
    model=Exchange,
    purpose="Savoir qui était présent à un échange confidentiel, pour demander son accord",
    legal_basis="intérêt légitime : sans cette liste, personne ne pourrait donner son accord",
    retention="autant que les passages de l’échange",
    fields=("people",),
    export=_export_presence,
    erase=_erase_presence,
)
LIMITS = Treatment(
    model=FormLimit,
    purpose="Empêcher que les formulaires servent à inonder quelqu’un de courriels",
    legal_basis="intérêt légitime : protéger les personnes visées",
    retention="une empreinte qui change à chaque heure ou chaque jour, effacée une heure après",
    fields=("key", "count"),
    # The fingerprint holds the window, so that nobody can be found again from an address.
    export=lambda email: (),
    erase=lambda email: 0,
    purge=forget_limits,
)
# Voices first: a person is protected as long as a passage concerns them.
TREATMENTS = (VOICES, PRESENCE, LIMITS)
