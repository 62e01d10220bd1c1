"""The line of the newsletter in the register of processing (law.md G-01, G-10, G-11)."""

from collections.abc import Iterator
from typing import Any

from cms.registries import Treatment
from people.addresses import normalise_email

from .models import Subscriber
from .services import erase, purge


def export(email: str) -> Iterator[dict[str, Any]]:
    """What is held about `email`, as plain values, the consent and its words included."""
    try:
        rows = Subscriber.objects.filter(email=normalise_email(email))
    except ValueError:
        return
    for subscriber in rows.select_related("permit", "consent__text_revision").order_by("pk"):
        consent, permit = subscriber.consent, subscriber.permit
        yield {
            "adresse": subscriber.email,
            "état": str(subscriber.state.label),
            "formulaire": subscriber.source,
            "demandé le": subscriber.asked_at,
            "dernier courriel d’abonnement": subscriber.mailed_at,
            "confirmé le": subscriber.confirmed_at,
            "parti le": permit.revoked_at if permit else None,
            "motif du départ": permit.revoke_reason if permit else "",
            "texte accepté": consent.text_revision.content.get("label", "") if consent else "",
            "information donnée": consent.text_revision.content.get("notice", "") if consent else "",
            "empreinte du texte": consent.wording_hash if consent else "",
        }


SUBSCRIPTIONS = Treatment(
    model=Subscriber,
    purpose="Envoyer l’infolettre à qui l’a demandée",
    legal_basis="consentement, confirmé depuis l’adresse elle-même",
    retention="Demande jamais confirmée : 30 jours. Abonnement : jusqu’au départ, puis 30 jours.",
    fields=("person", "email", "source", "asked_at", "mailed_at", "confirmed_at"),
    export=export,
    erase=erase,
    purge=purge,
)
