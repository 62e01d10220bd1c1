"""Lines of the register of processing (law.md G-01): what events holds about people, why, and for how long."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cms.dates import iso_text
from cms.registries import Treatment

from .models import Answer, Contact, DiagnosisItem, EventPerson, Membership, Need, Registration, Wish
from .services.answers import erase_answers, erase_needs, erase_roles, purge_answers, purge_needs
from .services.books import let_silent_cards_go
from .services.forgetting import (
    answered_for_by,
    erase_contacts,
    erase_diagnosis,
    erase_memberships,
    erase_registrations,
    erase_wishes,
    organisation_cards_of,
    people_at,
    purge_registrations,
    registrations_of,
)
from .services.silence import purge_requests

GUARDIAN = "adresse d’un parent ou d’une personne responsable"


def _export_registrations(email: str) -> Iterator[dict[str, Any]]:
    """Everything held about `email` as a registrant, and where a minor gave it as that of who answers for them: of
    that minor, whose address it may not be for real, nothing is said."""
    yield from map(_as_plain, _with_all(registrations_of(email)).order_by("registered_at", "pk"))
    for row in answered_for_by(email).select_related("session__event").order_by("registered_at", "pk"):
        yield {
            "rendez-vous": row.session.event.title,
            "début": iso_text(row.session.starts_at),
            GUARDIAN: row.guardian_email,
        }


def export_form(registration: Registration) -> dict[str, Any]:
    """Everything one form left: registrations, answers, particular needs (law.md G-10)."""
    of_form = Registration.objects.filter(form_key=registration.form_key, contact_email=registration.contact_email)
    return {
        "inscriptions": [_as_plain(row) for row in _with_all(of_form).order_by("session__starts_at", "rank")],
        "réponses": [_answer(each) for each in Answer.objects.filter(registration__in=of_form).order_by("pk")],
        "besoins": [_need(each) for each in _needs_with_consent(Need.objects.filter(registration__in=of_form))],
    }


def _with_all(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("session__event", "person", "profile").prefetch_related("wishes")


def _as_plain(row: Registration) -> dict[str, Any]:
    return {
        "rendez-vous": row.session.event.title,
        "début": iso_text(row.session.starts_at),
        "prénom": row.person.given_name,
        "nom": row.person.family_name,
        "adresse": row.contact_email,
        GUARDIAN: row.guardian_email,
        "structure": row.organisation_name,
        "message": row.message,
        "profil": str(row.profile or ""),
        "partage le repas": row.shares_meal,
        "apporte": row.brings,
        "état": row.get_state_display(),
        "rang": row.rank,
        "demandée le": iso_text(row.registered_at),
        "adresse confirmée le": iso_text(row.address_confirmed_at),
        "souhaits": [wish.get_kind_display() for wish in row.wishes.order_by("pk")],
    }


def _export_contacts(email: str) -> Iterator[dict[str, Any]]:
    cards = Contact.objects.filter(person__in=people_at(email)) | organisation_cards_of(email)
    for card in cards.select_related("workshop").order_by("pk"):
        yield {
            "atelier": card.workshop.title,
            "structure": card.organisation_label,
            "fonction": card.role,
            "activité": card.what,
            "courriel": card.email,
            "téléphone": card.phone,
            "adresse postale": card.address,
            "état": card.get_state_display(),
            "publique": card.is_public,
            "dite juste le": iso_text(card.confirmed_at),
            "lue par": [row.get_audience_display() for row in card.audiences.order_by("pk")],
        }


def _export_diagnosis(email: str) -> Iterator[dict[str, Any]]:
    items = DiagnosisItem.objects.filter(author__in=people_at(email)).select_related("workshop")
    for item in items.order_by("pk"):
        yield {"atelier": item.workshop.title, "type": item.get_kind_display(), "texte": item.text}


def _export_wishes(email: str) -> Iterator[dict[str, Any]]:
    wishes = Wish.objects.filter(registration__in=registrations_of(email)).select_related("consent")
    for wish in wishes.order_by("pk"):
        yield {
            "souhait": wish.get_kind_display(),
            "accord donné le": iso_text(wish.consent.given_at) if wish.consent else "",
        }


def _export_memberships(email: str) -> Iterator[dict[str, Any]]:
    rows = Membership.objects.filter(person__in=people_at(email)).select_related("group__seed")
    for row in rows.order_by("pk"):
        yield {
            "groupe-action": row.group.name,
            "graine": row.group.seed.title,
            "état": row.get_state_display(),
            "porte le groupe": row.leads,
            "message": row.message,
            "demandé le": iso_text(row.asked_at),
        }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"question": answer.label, "réponse": answer.text, "fichier": answer.file.name or ""}


def _export_answers(email: str) -> Iterator[dict[str, Any]]:
    yield from map(_answer, Answer.objects.filter(registration__in=registrations_of(email)).order_by("pk"))


def _need(need: Need) -> dict[str, Any]:
    return {
        "besoin": need.get_kind_display(),
        "texte": need.text,
        "accord donné le": iso_text(need.consent.given_at),
    }


def _needs_with_consent(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.select_related("consent").order_by("pk")


def _export_needs(email: str) -> Iterator[dict[str, Any]]:
    yield from map(_need, _needs_with_consent(Need.objects.filter(registration__in=registrations_of(email))))


def _export_roles(email: str) -> Iterator[dict[str, Any]]:
    for role in EventPerson.objects.filter(person__in=people_at(email)).select_related("event").order_by("pk"):
        yield {"rendez-vous": role.event.title, "rôle": role.get_role_display(), "présentation": role.credentials}


REGISTRATIONS = Treatment(
    model=Registration,
    purpose="Inscrire aux rendez-vous, tenir la liste d’attente, écrire à ce sujet ; avertir un parent ou une personne "
    "responsable de l’inscription d’une personne mineure",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="message : 7 jours après la séance ; liste d’attente : 30 jours ; inscription : 12 mois ; "
    "seuls les décomptes restent ensuite",
    fields=(
        *("person", "contact_email", "guardian_email", "organisation_name", "message", "brings"),
        *("identity_key", "consent"),
    ),
    export=_export_registrations,
    erase=erase_registrations,
    purge=purge_registrations,
)
WISHES = Treatment(
    model=Wish,
    purpose="Transmettre ce que la personne a aussi demandé : l’infolettre, aider le journal",
    legal_basis="consentement",
    retention="autant que l’inscription ; la suite donnée au souhait a sa propre durée",
    fields=("registration", "consent"),
    export=_export_wishes,
    erase=erase_wishes,
)
CONTACTS = Treatment(
    model=Contact,
    purpose="Tenir le carnet d’adresses d’un atelier",
    legal_basis="consentement ; intérêt légitime pour l’adresse publique d’une structure",
    retention=(
        "jusqu’au retrait de l’accord ; question chaque année, sans réponse au bout de 60 jours la fiche est retirée ; "
        "fiche proposée restée sans réponse : 30 jours"
    ),
    fields=("person", "role", "what", "email", "phone", "address", "proposed_by", "consent"),
    export=_export_contacts,
    erase=erase_contacts,
    purge=let_silent_cards_go,
)
DIAGNOSIS = Treatment(
    model=DiagnosisItem,
    purpose="Garder ce qui s’est dit dans un atelier, et qui accepte d’être cité ou citée",
    legal_basis="consentement",
    retention="la parole sans son auteur ou son autrice : sans limite ; le nom : jusqu’au retrait de l’accord",
    fields=("author", "quote_consent"),
    export=_export_diagnosis,
    erase=erase_diagnosis,
)
MEMBERSHIPS = Treatment(
    model=Membership,
    purpose="Savoir qui fait vivre une graine de projet, et faire suivre les demandes au groupe",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="tant que la personne fait partie du groupe ; demande non confirmée : 30 jours ; départ ou refus : 1 an",
    fields=("person", "message"),
    export=_export_memberships,
    erase=erase_memberships,
    purge=purge_requests,
)
ANSWERS = Treatment(
    model=Answer,
    purpose="Préparer le rendez-vous avec ce que chaque question dit d’elle-même",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="celle de chaque question, de 7 jours à 12 mois après la dernière date",
    fields=("text", "file"),
    export=_export_answers,
    erase=lambda email: erase_answers(registrations_of(email)),
    purge=purge_answers,
)
NEEDS = Treatment(
    model=Need,
    purpose="Accueillir chaque personne : repas, accès",
    legal_basis="consentement explicite (article 9.2.a du RGPD)",
    retention="7 jours après la séance",
    fields=("text", "consent"),
    export=_export_needs,
    erase=lambda email: erase_needs(registrations_of(email)),
    purge=purge_needs,
)
ROLES = Treatment(
    model=EventPerson,
    purpose="Dire qui anime, qui forme, qui intervient",
    legal_basis="consentement",
    retention="jusqu’au retrait de l’accord",
    fields=("person", "credentials", "consent"),
    export=_export_roles,
    erase=lambda email: erase_roles(people_at(email)),
)
# Needs go first: what is most sensitive is forgotten before anything else is attempted.
TREATMENTS = (NEEDS, ANSWERS, REGISTRATIONS, WISHES, CONTACTS, DIAGNOSIS, MEMBERSHIPS, ROLES)
