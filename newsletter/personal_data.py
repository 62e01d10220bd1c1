"""The lines of the newsletter in the register of processing (law.md G-01, G-10, G-11)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cms.registries import Treatment
from people.addresses import normalise_email

from .models import Follow, Subscriber, Told
from .services import erase, forget_novelties, purge


def held_for(email: str) -> QuerySet[Subscriber]:
    """The subscriber at `email`, or nobody for what is no address."""
    try:
        return Subscriber.objects.filter(email=normalise_email(email))
    except ValueError:
        return Subscriber.objects.none()


def export(email: str) -> Iterator[dict[str, Any]]:
    """What is held about `email`, as plain values, the consent and its words included."""
    rows = held_for(email)
    for subscriber in rows.select_related("permit", "consent__text_revision").order_by("pk"):
        consent, permit = subscriber.consent, subscriber.permit
        yield {
            "adresse": subscriber.email,
            "état": str(subscriber.state.label),
            "formulaire": subscriber.source,
            "demandé le": subscriber.asked_at,
            "dernier courriel d’abonnement": subscriber.mailed_at,
            "confirmé le": subscriber.confirmed_at,
            "rappel envoyé le": subscriber.reminded_at,
            "suit l’infolettre entière": subscriber.whole_letter,
            "rythme": str(subscriber.get_rhythm_display()),
            "à ce rythme depuis": subscriber.rhythm_since,
            "en pause jusqu’au": subscriber.paused_until,
            "dernier récapitulatif": subscriber.digested_at,
            "parti le": permit.revoked_at if permit else None,
            "motif du départ": permit.revoke_reason if permit else "",
            "texte accepté": consent.text_revision.content.get("label", "") if consent else "",
            "information donnée": consent.text_revision.content.get("notice", "") if consent else "",
            "empreinte du texte": consent.wording_hash if consent else "",
        }


def export_follows(email: str) -> Iterator[dict[str, Any]]:
    for follow in Follow.objects.filter(subscriber__in=held_for(email)).with_targets():
        yield {
            "suit": str(follow),
            "demandé le": follow.asked_at,
            "confirmé le": follow.confirmed_at,
        }


def export_told(email: str) -> Iterator[dict[str, Any]]:
    told = Told.objects.filter(subscriber__in=held_for(email)).select_related("novelty__page", "novelty__seed")
    for row in told.order_by("at", "pk"):
        yield {"nouveauté": str(row.novelty), "par": row.get_route_display(), "le": row.at}


def erase_follows(email: str) -> int:
    return Follow.objects.filter(subscriber__in=held_for(email)).delete()[0]


def erase_told(email: str) -> int:
    return Told.objects.filter(subscriber__in=held_for(email)).delete()[0]


SUBSCRIPTIONS = Treatment(
    model=Subscriber,
    purpose="Envoyer l’infolettre à qui l’a demandée",
    legal_basis="consentement, confirmé depuis l’adresse elle-même",
    retention="Demande jamais confirmée : 30 jours. Abonnement : jusqu’au départ, puis 30 jours.",
    fields=(
        "person",
        "email",
        "source",
        "asked_at",
        "mailed_at",
        "confirmed_at",
        "reminded_at",
        "whole_letter",
        "rhythm",
        "rhythm_since",
        "paused_until",
        "digested_at",
    ),
    export=export,
    erase=erase,
    purge=purge,
)
FOLLOWS = Treatment(
    model=Follow,
    purpose="N’écrire à chaque personne que sur ce qu’elle a choisi de suivre",
    legal_basis="consentement, confirmé depuis l’adresse elle-même",
    retention="tant que la personne suit la chose, au plus tard comme l’abonnement ; souhait sans suite : 30 jours",
    fields=("subscriber", "kind", "topic", "territory", "page", "seed", "asked_at", "confirmed_at"),
    export=export_follows,
    erase=erase_follows,
)
TOLD = Treatment(
    model=Told,
    purpose="Ne jamais annoncer deux fois la même nouveauté à la même personne",
    legal_basis="consentement : c’est la manière de servir l’abonnement",
    retention="quatre mois après la nouveauté, et au plus tard comme l’abonnement",
    fields=("subscriber", "novelty", "route", "at"),
    export=export_told,
    erase=erase_told,
    purge=forget_novelties,
)
ALL = (SUBSCRIPTIONS, FOLLOWS, TOLD)
