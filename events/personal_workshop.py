"""The lines of the register of processing that a workshop adds before the afternoon (law.md G-01)."""

from collections.abc import Iterator
from typing import Any

from cms.dates import iso_text
from cms.registries import Treatment

from .models import QuestionnaireReply, RoomCard, Seat, TeamMember
from .services.forgetting import people_at
from .services.forgetting_workshop import cards_of, erase_cards, erase_replies, erase_seats, erase_team, purge_cards
from .services.preparation import forget_teams
from .services.questionnaire import forget_replies
from .services.seating import forget_seats


def _export_cards(email: str) -> Iterator[dict[str, Any]]:
    for card in cards_of(email).select_related("room__workshop", "profile").order_by("pk"):
        yield {
            "carte du tour de table": card.room.workshop.title,
            "structure": card.organisation_name,
            "profil": str(card.profile or ""),
            "présentation": card.words,
            "cherche un groupe": card.seeks_group,
            "faite le": iso_text(card.made_at),
        }


def _export_seats(email: str) -> Iterator[dict[str, Any]]:
    seats = Seat.objects.filter(person__in=people_at(email)).select_related("room__workshop", "table")
    for seat in seats.order_by("pk"):
        yield {"atelier": seat.room.workshop.title, "table": seat.table.number, "structure": seat.organisation_name}


def _export_team(email: str) -> Iterator[dict[str, Any]]:
    members = TeamMember.objects.filter(person__in=people_at(email)).select_related("preparation__workshop")
    for member in members.prefetch_related("steps").order_by("pk"):
        yield {
            "équipe de préparation": member.preparation.workshop.title,
            "structure": member.organisation_name,
            "étapes": sorted(step.title for step in member.steps.all()),
        }


def _export_replies(email: str) -> Iterator[dict[str, Any]]:
    replies = QuestionnaireReply.objects.filter(person__in=people_at(email))
    for reply in replies.select_related("questionnaire__workshop", "profile").order_by("pk"):
        yield {
            "questionnaire": reply.questionnaire.workshop.title,
            "structure": reply.organisation_name,
            "profil": str(reply.profile or ""),
            "répondu le": iso_text(reply.replied_at),
        }


WORKSHOP_TREATMENTS = (
    Treatment(
        model=RoomCard,
        purpose="Tenir le tour de table d’un atelier et composer ses tables",
        legal_basis="mesures prises à la demande de la personne ; consentement pour être citée",
        retention="12 mois après l’atelier ; sans adresse électronique, la carte s’efface d’après le nom, sur demande",
        fields=("person", "organisation_name", "words", "consent"),
        export=_export_cards,
        erase=erase_cards,
        purge=purge_cards,
    ),
    Treatment(
        model=Seat,
        purpose="Dire à chaque personne à quelle table s’asseoir",
        legal_basis="mesures prises à la demande de la personne",
        retention="30 jours après l’atelier",
        fields=("person", "organisation_name"),
        export=_export_seats,
        erase=erase_seats,
        purge=forget_seats,
    ),
    Treatment(
        model=TeamMember,
        purpose="Répartir les étapes de préparation d’un atelier et les rappeler",
        legal_basis="mesures prises à la demande de la personne",
        retention="12 mois après l’atelier",
        fields=("person", "organisation_name"),
        export=_export_team,
        erase=erase_team,
        purge=forget_teams,
    ),
    Treatment(
        model=QuestionnaireReply,
        purpose="Savoir qui a répondu au questionnaire en amont d’un atelier",
        legal_basis="consentement",
        retention="12 mois après la réponse ; ce qui a été dit reste, sans nom sauf accord",
        fields=("person", "organisation_name"),
        export=_export_replies,
        erase=erase_replies,
        purge=forget_replies,
    ),
)
