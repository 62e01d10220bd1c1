"""The lines of the newsletter in the register of processing (law.md G-01, G-10, G-11)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cms.registries import Treatment
from people.addresses import normalise_email

from .models import AddressMove, Demand, Follow, ListImport, Reply, Subscriber, Told
from .services import erase, forget_moves, forget_novelties, purge
from .services.importing import forget_imports
from .services.replies import forget_replies


def held_for(email: str) -> QuerySet[Subscriber]:
    """The subscriber at `email`, or nobody for what is no address."""
    try:
        return Subscriber.objects.filter(email=normalise_email(email))
    except ValueError:
        return Subscriber.objects.none()


def export(email: str) -> Iterator[dict[str, Any]]:
    """What is held about `email`, as plain values, the consent and its words included."""
    rows = held_for(email)
    for subscriber in rows.select_related("permit", "imported_from", "consent__text_revision").order_by("pk"):
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
            "infolettre entière souhaitée le": subscriber.letter_wished_at,
            "rythme": str(subscriber.get_rhythm_display()),
            "à ce rythme depuis": subscriber.rhythm_since,
            "en pause jusqu’au": subscriber.paused_until,
            "dernier récapitulatif": subscriber.digested_at,
            "dernier signe": subscriber.heard_at,
            "invitée à dire si elle reste le": subscriber.stay_asked_at,
            "liste d’origine": str(subscriber.imported_from or ""),
            "preuve de cette liste": subscriber.imported_from.proof if subscriber.imported_from else "",
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


def export_moves(email: str) -> Iterator[dict[str, Any]]:
    for move in AddressMove.objects.filter(subscriber__in=held_for(email)).order_by("pk"):
        yield {
            "nouvelle adresse": move.email,
            "demandé le": move.asked_at,
            "accord de l’ancienne adresse": move.old_said_yes_at,
            "accord de la nouvelle adresse": move.new_said_yes_at,
            "fait le": move.done_at,
        }


def erase_moves(email: str) -> int:
    """Those that leave this address and those that come to it."""
    leaving = AddressMove.objects.filter(subscriber__in=held_for(email)).delete()[0]
    return leaving + AddressMove.objects.filter(email=email.strip().lower()).delete()[0]


def export_demands(email: str) -> Iterator[dict[str, Any]]:
    for demand in Demand.objects.filter(email=email.strip().lower()).order_by("pk"):
        yield {"demande": demand.get_kind_display(), "depuis": demand.source, "le": demand.asked_at}


def erase_demands(email: str) -> int:
    return Demand.objects.filter(email=email.strip().lower()).delete()[0]


def export_replies(email: str) -> Iterator[dict[str, Any]]:
    for reply in Reply.objects.filter(sender=email.strip().lower()).order_by("received_at", "pk"):
        yield {
            "objet": reply.subject,
            "message": reply.text,
            "reçu le": reply.received_at,
            "traité le": reply.handled_at,
        }


def erase_replies(email: str) -> int:
    return Reply.objects.filter(sender=email.strip().lower()).delete()[0]


def export_imports(email: str) -> Iterator[dict[str, Any]]:
    address = email.strip().lower()
    for listed in ListImport.objects.filter(done_at=None).order_by("pk"):
        for row in listed.rows:
            if row[0].strip().lower() == address:
                yield {"adresse": row[0], "prénom": row[1], "nom": row[2], "liste": listed.file_name}


def erase_imports(email: str) -> int:
    """Take the address out of the lists that wait."""
    address, changed = email.strip().lower(), 0
    for listed in ListImport.objects.filter(done_at=None).order_by("pk"):
        kept = [row for row in listed.rows if row[0].strip().lower() != address]
        changed += len(kept) != len(listed.rows)
        ListImport.objects.filter(pk=listed.pk).update(rows=kept)
    return changed


SUBSCRIPTIONS = Treatment(
    model=Subscriber,
    purpose="Envoyer l’infolettre à qui l’a demandée",
    legal_basis="consentement, confirmé depuis l’adresse elle-même",
    retention=(
        "Demande jamais confirmée : 30 jours. Abonnement : jusqu’au départ, puis 30 jours. "
        "Sans signe de la personne pendant trois ans : question, puis effacement deux mois plus tard."
    ),
    fields=(
        "person",
        "email",
        "source",
        "asked_at",
        "mailed_at",
        "heard_at",
        "stay_asked_at",
        "confirmed_at",
        "reminded_at",
        "whole_letter",
        "rhythm",
        "rhythm_since",
        "paused_until",
        "letter_wished_at",
        "digested_at",
        "imported_from",
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
MOVES = Treatment(
    model=AddressMove,
    purpose="Changer d’adresse avec l’accord des deux boîtes aux lettres",
    legal_basis="consentement",
    retention="sept jours",
    fields=("subscriber", "email", "asked_at", "old_said_yes_at", "new_said_yes_at", "done_at"),
    export=export_moves,
    erase=erase_moves,
    purge=forget_moves,
)
DEMANDS = Treatment(
    model=Demand,
    purpose="Répondre à un formulaire avant de faire ce qu’il demande",
    legal_basis="mesure demandée par la personne",
    retention="quelques minutes ; un jour au plus",
    fields=("email", "source", "text_revision", "whole_letter", "wishes", "asked_at"),
    export=export_demands,
    erase=erase_demands,
    # `services.demands.handle_demands`, run by the clock, forgets the oldest.
)
IMPORTS = Treatment(
    model=ListImport,
    purpose="Relire une liste avant de l’importer, et garder la preuve des accords",
    legal_basis="obligation de prouver le consentement",
    retention="lignes : sept jours au plus, effacées dès l’import ; preuve : tant qu’elle sert à quelqu’un",
    fields=("rows", "proof", "created_by"),
    export=export_imports,
    erase=erase_imports,
    purge=forget_imports,
)
REPLIES = Treatment(
    model=Reply,
    purpose="Lire ce que les personnes répondent aux lettres, et y répondre",
    legal_basis="intérêt légitime : répondre à qui écrit",
    retention="six mois",
    fields=("subscriber", "sender", "subject", "text", "answered", "received_at"),
    export=export_replies,
    erase=erase_replies,
    purge=forget_replies,
)
ALL = (SUBSCRIPTIONS, FOLLOWS, TOLD, MOVES, DEMANDS, IMPORTS, REPLIES)
