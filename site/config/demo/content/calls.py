"""Two real calls, whose deadline moved, and one of the valley's."""

import datetime as dt

from home.enums import PartnerRole

from .calendar import Calendar
from .entries import Entry, Link, heading, points, text

MOVED = [
    {
        "previous_deadline": dt.date(2020, 12, 31),
        "decided_by": "l’ARS et la DRAC Occitanie",
        "reason": "l’évolution du contexte sanitaire, qui retardait le montage des projets",
    }
]


def _campaign_2021(*, key: str, name: str) -> Entry:
    return Entry(
        key=key,
        title=name,
        summary="Campagne 2021 en Occitanie. La clôture, d’abord fixée au 31 décembre 2020, a été reportée au 31 mars 2021.",
        topics=["Culture et santé"],
        territory="Occitanie",
        body=[
            text(
                "La campagne a été lancée le 15 octobre, lors d’un webinaire de l’ARS et de la DRAC commun à deux appels : "
                "« Culture santé » et « Culture handicap et dépendance ».",
                "Le contexte sanitaire bousculant le calendrier des projets, les deux pilotes ont donné trois mois de plus. "
                "La Mécano a ouvert dans l’intervalle ses visio-ateliers « Les manettes ».",
            ),
        ],
        fields={
            "campaign": 2021,
            "partners": [(Link("ars"), PartnerRole.PILOT), (Link("drac"), PartnerRole.PILOT)],
            "required_documents": [("Le dossier, complet", "Signé par les deux partenaires.", True)],
            "audience": "Porteurs et porteuses de projets culture, santé, handicap et dépendance.",
            "opens_on": dt.date(2020, 10, 15),
            "deadline": dt.date(2021, 3, 31),
            "deadline_changes": MOVED,
        },
    )


def _last_year(calendar: Calendar) -> Entry:
    """The campaign before, kept for memory; the snow moved its date."""
    deadline = calendar.call_deadline - dt.timedelta(days=364)
    return Entry(
        key="coups-de-piolet-passes",
        title="Coups de piolet",
        summary="La campagne précédente : onze projets aidés, dont un qui n’a pas marché et que l’on a raconté.",
        topics=["Coopération"],
        territory="Hautes-Combes",
        body=[text("Onze projets, 7 400 €, et une soirée de jury interrompue par une panne de courant.")],
        fields={
            "slug": f"coups-de-piolet-{deadline.year}",
            "campaign": deadline.year,
            "partners": [(Link("cols-reunis"), PartnerRole.PILOT)],
            "audience": "Associations, collectifs, lieux de soin et de culture, communes des trois vallées.",
            "opens_on": deadline - dt.timedelta(days=120),
            "deadline": deadline,
            "deadline_changes": [
                {
                    "previous_deadline": deadline - dt.timedelta(days=14),
                    "decided_by": "l’assemblée des Cols réunis",
                    "decided_on": deadline - dt.timedelta(days=16),
                    "reason": "les trois cols étaient fermés, et le jury derrière",
                }
            ],
        },
    )


# Which rendez-vous presents which call.
LAUNCHES = {"coups-de-piolet": "rappels-1"}


def calls(calendar: Calendar) -> list[Entry]:
    return [
        _campaign_2021(key="culture-sante", name="Culture santé"),
        _campaign_2021(key="culture-handicap", name="Culture handicap et dépendance"),
        Entry(
            key="coups-de-piolet",
            title="Coups de piolet",
            summary="Jusqu’à 800 € pour une première marche : un essai, une rencontre, un prototype, dans les trois vallées.",
            picture="aube",
            topics=["Coopération"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Un coup de piolet ne fait pas l’ascension, mais il évite de glisser. Ce petit fonds aide les graines de "
                    "projet nées de nos ateliers, et celles qui ont germé ailleurs, à faire leur premier pas."
                ),
                heading("Trois conditions"),
                points(
                    "être au moins deux structures, ou une structure et un groupe d’habitantes et d’habitants ;",
                    "faire quelque chose de visible dans les six mois ;",
                    "le raconter dans Le Dirigeable, même si cela n’a pas marché.",
                ),
                heading("Comment répondre"),
                text(
                    "Une page suffit. Le jury se réunit en public, dans l’ancienne gare, et chaque projet y a dix minutes. "
                    "Celles et ceux qui n’aiment pas parler peuvent venir avec quelqu’un qui aime."
                ),
            ],
            fields={
                "campaign": calendar.call_deadline.year,
                "partners": [(Link("cols-reunis"), PartnerRole.PILOT), (Link("garde-manger"), PartnerRole.FUNDER)],
                "required_documents": [
                    ("Une page qui raconte", "Quoi, avec qui, pour quand. Un dessin compte pour une page.", True),
                    ("Un budget au dos de l’enveloppe", "Arrondi à la dizaine.", True),
                    ("La lettre d’une commune", "Si une commune vous aide.", False),
                ],
                "audience": "Associations, collectifs, lieux de soin et de culture, communes des trois vallées.",
                "opens_on": calendar.ago(20),
                "deadline": calendar.call_deadline,
            },
        ),
        _last_year(calendar),
    ]
