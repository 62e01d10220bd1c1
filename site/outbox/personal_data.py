"""Lines of the register of processing (law.md G-01): what the outbox holds about people, why, and for how
long.
"""

from collections.abc import Iterator
from typing import Any

from cms.dates import iso_text
from cms.registries import Treatment

from . import services
from .models import DeliveryEvent, InboundMail, Message, Permit, Suppression
from .services.erasure import fingerprint


def _export_messages(email: str) -> Iterator[dict[str, Any]]:
    held = Message.objects.to_address_hash(fingerprint(email)).select_related("content", "mailing")
    for message in held.order_by("pk"):
        yield {
            "adresse": message.address,
            "objet": message.content.subject,
            "texte": message.content.text,
            "valeurs": message.values,
            "pièces jointes": [part["filename"] for part in message.parts],
            "envoi groupé": str(message.mailing or ""),
            "écrit le": iso_text(message.created_at),
            "parti le": iso_text(message.departed_at),
            "état": message.get_state_display(),
            "motif": message.get_reason_display(),
            "réponse du serveur": message.response,
        }


def _export_events(email: str) -> Iterator[dict[str, Any]]:
    events = DeliveryEvent.objects.about(fingerprint(email))
    for event in events.order_by("at", "pk"):
        yield {"nature": event.get_kind_display(), "date": iso_text(event.at), "détail": event.detail}


def _export_received(email: str) -> Iterator[dict[str, Any]]:
    for mail in InboundMail.objects.filter(sender_hash=fingerprint(email)).order_by("pk"):
        yield {
            "expéditeur": mail.sender,
            "objet": mail.subject,
            "reçu le": iso_text(mail.received_at),
            "courrier": bytes(mail.content).decode(errors="replace"),
            "ce qui en a été fait": mail.outcome,
        }


def _export_permits(email: str) -> Iterator[dict[str, Any]]:
    for permit in Permit.objects.filter(address_hash=fingerprint(email)).order_by("pk"):
        yield {
            "adresse": permit.address,
            "finalité": permit.purpose,
            "accordée le": iso_text(permit.granted_at),
            "retirée le": iso_text(permit.revoked_at),
            "motif du retrait": permit.revoke_reason,
        }


def _export_suppressions(email: str) -> Iterator[dict[str, Any]]:
    for suppression in Suppression.objects.filter(address_hash=fingerprint(email)).order_by("pk"):
        yield {"portée": suppression.scope, "motif": suppression.reason, "depuis le": iso_text(suppression.at)}


MESSAGES = Treatment(
    model=Message,
    purpose="Envoyer le courrier du site et pouvoir dire ce qu’il est devenu",
    legal_basis="celle du courrier lui-même : consentement pour l’infolettre, contrat pour une inscription",
    retention="13 mois pour un envoi groupé, 6 mois pour les autres courriers ; seuls les décomptes restent ensuite",
    fields=("address", "values", "parts", "response", "remote_id"),
    export=_export_messages,
    erase=lambda email: services.erase_messages(address=email),
    purge=services.purge_messages,
)
EVENTS = Treatment(
    model=DeliveryEvent,
    purpose="Garder l’histoire d’un courrier : nouvel essai, retour en erreur, plainte",
    legal_basis="intérêt légitime : ne pas écrire à une adresse morte ni à qui se plaint",
    retention="comme le courrier dont il s’agit",
    fields=("detail", "address_hash"),
    export=_export_events,
    erase=lambda email: services.erase_events(address=email),
    purge=services.purge_events,
)
RECEIVED = Treatment(
    model=InboundMail,
    purpose="Traiter les retours en erreur, les plaintes et les réponses à nos courriers",
    legal_basis="intérêt légitime : ne pas écrire à une adresse morte, répondre à qui nous écrit",
    retention="le contenu jusqu’à ce que le courrier soit traité, 30 jours au plus",
    fields=("sender", "sender_hash", "subject", "content", "error"),
    export=_export_received,
    erase=lambda email: services.erase_received(address=email),
    purge=services.forget_received,
)
PERMITS = Treatment(
    model=Permit,
    purpose="Savoir à qui le site a le droit d’écrire, et pour quoi",
    legal_basis="obligation de prouver le consentement et son retrait",
    retention="jusqu’au retrait, puis 13 mois",
    fields=("address", "revoke_reason"),
    export=_export_permits,
    erase=lambda email: services.erase_permits(address=email),
    purge=services.purge_permits,
)
SUPPRESSIONS = Treatment(
    model=Suppression,
    purpose="Ne plus jamais écrire à une adresse qui s’y oppose, même si on l’importe à nouveau",
    legal_basis="obligation légale : droit d’opposition",
    retention="tant que l’opposition vaut ; une empreinte est gardée, pas l’adresse",
    fields=("address_hash",),
    export=_export_suppressions,
    # Kept on purpose: the fingerprint is what makes an opposition hold (law.md G-11).
    erase=lambda email: 0,
)
ALL = (MESSAGES, EVENTS, RECEIVED, PERMITS, SUPPRESSIONS)
