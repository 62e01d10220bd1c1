"""The lines of the register of processing that the day itself adds (law.md G-01), beside those of `personal_data`."""

from collections.abc import Iterator
from typing import Any

from cms.dates import iso_text
from cms.registries import Treatment

from .models import Attendance, Certificate, EvaluationAnswer, EvaluationReply, EventMessage, PrivateFeed
from .services.forgetting import normalised, people_at
from .services.forgetting_day import (
    attendances_of,
    erase_attendances,
    erase_authorship,
    erase_certificates,
    erase_feeds,
    erase_replies,
    purge_attendances,
    purge_certificates,
    purge_feeds,
    replies_of,
)


def _export_attendances(email: str) -> Iterator[dict[str, Any]]:
    for row in attendances_of(email).select_related("registration__session__event").order_by("day", "pk"):
        yield {
            "rendez-vous": row.registration.session.event.title,
            "jour": row.day.isoformat(),
            "demi-journée": row.get_half_display(),
            "présence": row.is_present,
            "arrivée": iso_text(row.arrived_at),
            "départ": iso_text(row.left_at),
        }


def _export_certificates(email: str) -> Iterator[dict[str, Any]]:
    for row in Certificate.objects.filter(person__in=people_at(email)).select_related("event").order_by("pk"):
        yield {"attestation": row.code, "rendez-vous": row.event.title, "minutes": row.minutes, "contenu": row.content}


def _export_replies(email: str) -> Iterator[dict[str, Any]]:
    answers = EvaluationAnswer.objects.filter(reply__in=replies_of(email)).select_related("question", "reply__event")
    for answer in answers.order_by("pk"):
        yield {
            "rendez-vous": answer.reply.event.title,
            "question": answer.question.label,
            "réponse": answer.text or answer.score,
        }


def _export_feeds(email: str) -> Iterator[dict[str, Any]]:
    for feed in PrivateFeed.objects.filter(address=normalised(email)).order_by("pk"):
        yield {"agenda personnel ouvert le": iso_text(feed.opened_at)}


def _export_messages(email: str) -> Iterator[dict[str, Any]]:
    for message in EventMessage.objects.filter(author__email__iexact=normalised(email)).order_by("pk"):
        yield {"message écrit": message.subject, "le": iso_text(message.written_at)}


DAY_TREATMENTS = (
    Treatment(
        model=Attendance,
        purpose="Savoir qui est venu, attester les heures suivies",
        legal_basis="mesures prises à la demande de la personne ; obligation de preuve pour les formations",
        retention="les heures : autant que l’inscription ; ensuite seul le décompte des présences reste",
        fields=("registration", "arrived_at", "left_at"),
        export=_export_attendances,
        erase=erase_attendances,
        purge=purge_attendances,
    ),
    Treatment(
        model=Certificate,
        purpose="Délivrer et vérifier les attestations de présence et les certificats de réalisation",
        legal_basis="mesures prises à la demande de la personne ; obligation de preuve pour les formations",
        retention="6 ans après la délivrance",
        fields=("person", "content"),
        export=_export_certificates,
        erase=erase_certificates,
        purge=purge_certificates,
    ),
    Treatment(
        model=EvaluationReply,
        purpose="Recueillir, sans nom, ce que les personnes ont pensé d’un rendez-vous",
        legal_basis="intérêt légitime : améliorer les rendez-vous",
        retention="sans limite : aucune réponse ne porte de nom ; l’empreinte sert à corriger la sienne",
        fields=("author_key",),
        export=_export_replies,
        erase=erase_replies,
    ),
    Treatment(
        model=PrivateFeed,
        purpose="Tenir à jour l’agenda personnel que la personne a demandé",
        legal_basis="mesures prises à la demande de la personne",
        retention="tant qu’une inscription la concerne",
        fields=("address",),
        export=_export_feeds,
        erase=erase_feeds,
        purge=purge_feeds,
    ),
    Treatment(
        model=EventMessage,
        purpose="Garder ce que l’équipe a écrit aux personnes inscrites",
        legal_basis="intérêt légitime : savoir ce qui a été dit, et par qui",
        retention="autant que le rendez-vous",
        fields=("author",),
        export=_export_messages,
        erase=erase_authorship,
    ),
)
