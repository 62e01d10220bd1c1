"""Lines of the register of processing (law.md G-01) for what paper needs to know about people."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cms.registries import Treatment
from people.addresses import normalise_email

from .models import DropOffPoint, Edition, PostalSubscriber, Round
from .services.distribution import CONTACT_FIELDS, forget_contacts_of_closed_points, forget_postal_subscribers


def _export_post(email: str) -> Iterator[dict[str, Any]]:
    return post_of(PostalSubscriber.objects.filter(person__email=_at(email)).exclude(person__email=""))


def post_of(rows: QuerySet[PostalSubscriber]) -> Iterator[dict[str, Any]]:
    """What `rows` hold. People without an e-mail are reached by their person, on the screen of their subscription."""
    for row in rows.order_by("pk"):
        yield {
            "adresse": f"{row.address}, {row.postal_code} {row.town}",
            "exemplaires": row.copies,
            "depuis le": row.started_on.isoformat(),
            "jusqu’au": row.ended_on.isoformat() if row.ended_on else "",
        }


def _export_points(email: str) -> Iterator[dict[str, Any]]:
    for row in DropOffPoint.objects.filter(contact_email__iexact=_at(email)).exclude(contact_email="").order_by("pk"):
        yield {"point de dépôt": row.name, "nom": row.contact_name, "téléphone": row.contact_phone}


def _export_rounds(email: str) -> Iterator[dict[str, Any]]:
    for row in Round.objects.filter(carrier__email=_at(email)).exclude(carrier__email="").order_by("pk"):
        yield {"tournée": row.name}


def _erase_post(email: str) -> int:
    return PostalSubscriber.objects.filter(person__email=_at(email)).exclude(person__email="").delete()[0]


def _erase_points(email: str) -> int:
    rows = DropOffPoint.objects.filter(contact_email__iexact=_at(email)).exclude(contact_email="")
    return rows.update(**dict.fromkeys(CONTACT_FIELDS, ""))


def _erase_rounds(email: str) -> int:
    return Round.objects.filter(carrier__email=_at(email)).exclude(carrier__email="").update(carrier=None)


def _at(email: str) -> str:
    return normalise_email(email)


POST = Treatment(
    model=PostalSubscriber,
    purpose="Envoyer le journal par la poste aux personnes qui le demandent",
    legal_basis="consentement",
    retention="pendant l’abonnement, puis deux mois",
    fields=("person", "address", "postal_code", "town"),
    export=_export_post,
    erase=_erase_post,
    purge=forget_postal_subscribers,
)
POINTS = Treatment(
    model=DropOffPoint,
    purpose="Prévenir le lieu où le journal est déposé",
    legal_basis="intérêt légitime : livrer là où l’on nous attend",
    retention="tant que le lieu est servi",
    fields=CONTACT_FIELDS,
    export=_export_points,
    erase=_erase_points,
    purge=forget_contacts_of_closed_points,
)
ROUNDS = Treatment(
    model=Round,
    purpose="Savoir qui fait quelle tournée",
    legal_basis="consentement donné en proposant de distribuer",
    retention="tant que la personne fait la tournée",
    fields=("carrier",),
    export=_export_rounds,
    erase=_erase_rounds,
)
EDITIONS = Treatment(
    model=Edition,
    purpose="Prouver sur quels accords un numéro a été imprimé",
    legal_basis="obligation de prouver le consentement",
    retention="la liste, sans aucun nom, reste avec le numéro ; les fichiers partent dès qu’un accord est retiré",
    fields=("consents",),
    # Keys of consents only: once a person is erased they lead nowhere, and the files are already gone.
    export=lambda email: (),
    erase=lambda email: 0,
)
ALL = (POST, POINTS, ROUNDS, EDITIONS)
