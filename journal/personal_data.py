"""Lines of the register of processing (law.md G-01): what the journal holds about people, why, and for how long."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from cms.dates import iso_text
from cms.registries import Treatment

from .models import Assignment, CitedPassage, CoSignature, DraftLink, DraftVersion, Remark, Suggestion, Volunteer
from .services.forgetting import (
    erase_rows,
    forget_author,
    forget_cited,
    purge_drafts,
    rows_of,
)


def _export(model: type[Model], describe: Callable[[Any], dict[str, Any]]) -> Callable[[str], Iterator[dict[str, Any]]]:
    def export(email: str) -> Iterator[dict[str, Any]]:
        for row in rows_of(model, email).order_by("pk"):
            yield describe(row)

    return export


VOLUNTEERS = Treatment(
    model=Volunteer,
    purpose="Proposer d’écrire, de photographier, de relire ou de distribuer le journal à qui l’a offert",
    legal_basis="consentement",
    retention="jusqu’à ce que la personne dise stop, ou retire son accord",
    fields=("person", "role", "note", "consent", "workshop"),
    export=_export(
        Volunteer,
        lambda row: {
            "prête à": row.get_role_display(),
            "à savoir": row.note,
            "proposé le": iso_text(row.offered_at),
            "arrêté le": iso_text(row.stopped_at),
        },
    ),
    erase=lambda email: erase_rows(Volunteer, email),
)
ASSIGNMENTS = Treatment(
    model=Assignment,
    purpose="Répartir les tâches d’un numéro entre bénévoles",
    legal_basis="consentement",
    retention="treize mois après la date de la tâche",
    fields=("person", "role", "note"),
    export=_export(
        Assignment,
        lambda row: {
            "numéro": str(row.issue),
            "tâche": row.get_role_display(),
            "précisions": row.note,
            "pour le": row.due_on.isoformat(),
            "état": row.get_state_display(),
        },
    ),
    erase=lambda email: erase_rows(Assignment, email),
    purge=purge_drafts,
)
LINKS = Treatment(
    model=DraftLink,
    purpose="Laisser quelqu’un lire ou écrire un brouillon sans compte",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="trois mois après l’expiration du lien",
    fields=("person",),
    export=_export(
        DraftLink,
        lambda row: {
            "article": row.article.title,
            "pour": row.get_purpose_display(),
            "ouvert le": iso_text(row.created_at),
            "expire le": iso_text(row.expires_at),
        },
    ),
    erase=lambda email: erase_rows(DraftLink, email),
)
SUGGESTIONS = Treatment(
    model=Suggestion,
    purpose="Savoir qui propose quelle correction dans un article",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="treize mois après l’examen de la proposition",
    fields=("person", "after"),
    export=_export(Suggestion, lambda row: {"article": row.article.title, "proposition": row.after}),
    erase=lambda email: forget_author(Suggestion, email),
)
REMARKS = Treatment(
    model=Remark,
    purpose="Savoir qui remarque quoi dans un article",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="treize mois après le règlement de la remarque",
    fields=("person", "text"),
    export=_export(Remark, lambda row: {"article": row.article.title, "remarque": row.text}),
    erase=lambda email: forget_author(Remark, email),
)
PASSAGES = Treatment(
    model=CitedPassage,
    purpose="Faire approuver aux personnes citées les mots qui seront imprimés, et en garder la preuve",
    legal_basis="consentement",
    retention=(
        "tant que l’article existe, ou jusqu’au retrait de l’accord ; après un effacement, un refus ou un retrait "
        "reste respecté sans nom ni mots : seuls restent l’emplacement du passage et son empreinte"
    ),
    fields=("person", "words", "agreed_words", "wish", "consent"),
    export=_export(
        CitedPassage,
        lambda row: {
            "article": row.article.title,
            "passage": row.words,
            "passage accepté": row.agreed_words,
            "réponse": row.get_answer_display(),
            "formulation souhaitée": row.wish,
            "répondu le": iso_text(row.answered_at),
        },
    ),
    erase=forget_cited,
)
SIGNATURES = Treatment(
    model=CoSignature,
    purpose="Inviter quelqu’un à signer un article, et garder sa réponse et la licence acceptée",
    legal_basis="consentement",
    retention="tant que l’article existe",
    fields=("person", "name"),
    export=_export(
        CoSignature,
        lambda row: {
            "article": row.article.title,
            "nom imprimé": row.name,
            "rôle": row.get_role_display(),
            "réponse": row.get_answer_display(),
        },
    ),
    erase=lambda email: erase_rows(CoSignature, email),
)
VERSIONS = Treatment(
    model=DraftVersion,
    purpose="Conserver les mots exacts qu’un lien montre ou qu’un bon à tirer fige",
    legal_basis="intérêt légitime : prouver ce qui a été approuvé",
    retention="trois mois sans usage ; treize mois pour une version approuvée",
    fields=("content",),
    export=lambda email: iter(()),
    erase=lambda email: 0,
    purge=purge_drafts,
)
TREATMENTS = (VOLUNTEERS, ASSIGNMENTS, LINKS, SUGGESTIONS, REMARKS, PASSAGES, SIGNATURES, VERSIONS)
