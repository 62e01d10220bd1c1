"""Lines of the register of processing about accompaniments (law.md G-01)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from cms.dates import iso_text
from cms.registries import Treatment

from ..enums_accompaniment import AccompanimentState
from ..models import Accompaniment, FollowUp, SupportTerm
from ..services.forgetting import normalised, people_at

DECLINED_KEPT = timedelta(days=183)
FILE_KEPT = timedelta(days=3 * 365)


def accompaniments_of(email: str) -> QuerySet[Accompaniment]:
    address = normalised(email)
    if not address:
        return Accompaniment.objects.none()
    return Accompaniment.objects.filter(Q(contact_email=address) | Q(contact__in=people_at(email)))


def _export(email: str) -> Iterator[dict[str, Any]]:
    for row in accompaniments_of(email).order_by("pk"):
        yield {
            "projet": row.title,
            "structure": row.organisation_name,
            "adresse": row.contact_email,
            "situation": row.situation,
            "demandé le": iso_text(row.asked_at),
            "état": row.get_state_display(),
        }


def _erase(email: str) -> int:
    """The file of the group stays; who asked and what they wrote goes."""
    return accompaniments_of(email).update(contact=None, contact_email="", situation="")


def purge(now: datetime) -> int:
    """Declined requests are emptied after six months, files three years after they were handed over."""
    told = Accompaniment.objects.exclude(contact=None, contact_email="", situation="")
    old = told.filter(state=AccompanimentState.DECLINED, asked_at__lt=now - DECLINED_KEPT) | told.filter(
        handed_over_at__lt=now - FILE_KEPT
    )
    return old.update(contact=None, contact_email="", situation="")


def _export_news(email: str) -> Iterator[dict[str, Any]]:
    rows = FollowUp.objects.filter(accompaniment__in=accompaniments_of(email)).select_related("accompaniment")
    for row in rows.order_by("pk"):
        yield {"projet": row.accompaniment.title, "mois": row.months, "nouvelles": row.news}


def _erase_news(email: str) -> int:
    return FollowUp.objects.filter(accompaniment__in=accompaniments_of(email)).update(news="")


def _terms_of(email: str) -> QuerySet[SupportTerm]:
    return SupportTerm.objects.filter(user__email__iexact=normalised(email))


def _export_terms(email: str) -> Iterator[dict[str, Any]]:
    for row in _terms_of(email).select_related("accompaniment").order_by("pk"):
        yield {"projet": row.accompaniment.title, "rôle": row.get_role_display(), "jusqu’au": row.ends_on.isoformat()}


# News goes first: it is found through the address that the next line forgets.
TREATMENTS = (
    Treatment(
        model=FollowUp,
        purpose="Savoir ce que devient un projet six et douze mois après l’accompagnement",
        legal_basis="intérêt légitime : tenir la suite promise au groupe",
        retention="celle du dossier d’accompagnement",
        fields=("news",),
        export=_export_news,
        erase=_erase_news,
    ),
    Treatment(
        model=Accompaniment,
        purpose="Répondre à une demande d’accompagnement et tenir son dossier",
        legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
        retention="demande déclinée : 6 mois ; dossier : 3 ans après son passage au groupe",
        fields=("contact", "contact_email", "situation"),
        export=_export,
        erase=_erase,
        purge=purge,
    ),
    Treatment(
        model=SupportTerm,
        purpose="Donner à l’équipe d’appui des droits qui finissent à une date",
        legal_basis="intérêt légitime",
        retention="celle du compte",
        fields=("user",),
        export=_export_terms,
        erase=lambda email: _terms_of(email).delete()[0],
    ),
)
