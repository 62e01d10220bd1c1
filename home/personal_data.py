"""Lines of the register of processing (law.md G-01): what this app holds about people, why, and for how long."""

from collections.abc import Iterator
from typing import Any

from cms.dates import iso_text
from cms.registries import Treatment
from people.addresses import normalise_email

from .models import HeldPage, Holder, OrganisationPerson
from .services.holders import erase_holder, forget_holders


def _usable(email: str) -> str:
    try:
        return normalise_email(email)
    except ValueError:
        return ""


def export_places(email: str) -> Iterator[dict[str, Any]]:
    places = OrganisationPerson.objects.filter(person__email=_usable(email) or None).order_by("pk")
    for place in places.select_related("organisation", "consent"):
        yield {
            "structure": place.organisation.title,
            "fonction": place.role,
            "nom montré sur le site": place.may_be_named,
            "accord donné le": iso_text(place.consent.given_at) if place.consent else "",
        }


def erase_places(email: str) -> int:
    return OrganisationPerson.objects.filter(person__email=_usable(email) or None).delete()[0]


def export_holders(email: str) -> Iterator[dict[str, Any]]:
    for holder in Holder.objects.filter(email=_usable(email)).order_by("pk"):
        yield {
            "adresse": holder.email,
            "dernière demande du lien": iso_text(holder.asked_at),
            "lien envoyé le": iso_text(holder.mailed_at),
            "a écrit le": iso_text(holder.written_at),
        }


def export_pages(email: str) -> Iterator[dict[str, Any]]:
    pages = HeldPage.objects.filter(holder__email=_usable(email)).select_related("page", "picture").order_by("pk")
    for held in pages:
        yield {
            "page": held.page.title,
            "en ligne": held.page.live,
            "image": held.picture.filename if held.picture else "",
            "crédit de l’image": held.picture.credit if held.picture else "",
            "envoyée le": iso_text(held.sent_at),
            "réponse donnée le": iso_text(held.answered_at),
        }


PLACES = Treatment(
    model=OrganisationPerson,
    purpose="Dire qui fait vivre une structure",
    legal_basis="consentement",
    retention="jusqu’au retrait de l’accord, ou au départ de la personne",
    fields=("person", "role", "consent"),
    export=export_places,
    erase=erase_places,
)
HOLDERS = Treatment(
    model=Holder,
    purpose="Laisser chacun et chacune écrire sa fiche et ses actualités sans compte, par un lien envoyé",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="sept jours si rien n’est écrit ; trois ans après le dernier texte envoyé",
    fields=("email", "asked_at", "mailed_at", "written_at"),
    export=export_holders,
    erase=erase_holder,
    purge=forget_holders,
)
PAGES = Treatment(
    model=HeldPage,
    purpose="Savoir quelle page cette personne peut corriger",
    legal_basis="mesures prises à la demande de la personne (article 6.1.b du RGPD)",
    retention="celle de son adresse ; la page publiée reste, sans lien avec la personne",
    fields=("holder", "picture", "sent_at", "answered_at"),
    export=export_pages,
    # What an address wrote is forgotten with it.
    erase=lambda email: 0,
)
TREATMENTS = (PLACES, PAGES, HOLDERS)
