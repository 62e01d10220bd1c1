"""Video workshops: « Les manettes » as La Mécano announced them, and « Les rappels », the valley's own."""

import datetime as dt

from events.enums import Modality, PriceKind, SessionState
from home.enums import PartnerRole

from .agenda import ONE_HOUR, POINTS, THURSDAYS_2021, Dated, Event, Series
from .calendar import Calendar
from .entries import Entry, Link, action, points, text

ORGANISERS = [
    (Link("mecano"), PartnerRole.CARRIER),
    (Link("ars"), PartnerRole.PILOT),
    (Link("drac"), PartnerRole.PILOT),
]
OURS = [(Link("cols-reunis"), PartnerRole.CARRIER), (Link("gentianes"), PartnerRole.PARTNER)]

# How many registered at each date of the open edition: the first is full, the others fill up.
TAKEN = ((20, 2), (13, 0), (9, 0), (6, 0), (4, 0))

WHAT_FOR = (
    "Un bon partenariat se raconte en une minute. On s’y exercera, avec une maison de retraite et une école de musique qui "
    "se sont d’abord fâchées.",
    "Qui paie quoi, quand, et que répondre à la question du cofinancement quand il n’y en a pas.",
    "Des carnets, des photos, des silences : ce que l’on recueille, et ce que l’on en fait.",
    "Montrer ce qui a eu lieu, sans indicateur qui fasse rire jaune.",
    "Quand le projet culturel entre dans le projet d’établissement, et n’en ressort plus.",
)


def series(calendar: Calendar) -> list[Series]:
    return [_manettes(), _rappels(calendar)]


def _manettes() -> Series:
    return Series(
        entry=Entry(
            key="manettes-2021",
            title="Les manettes",
            summary="Les visio-ateliers de La Mécano, pendant la campagne 2021 : cinq jeudis, de 9 h à 10 h.",
            picture="ecrans",
            topics=["Culture et santé"],
            territory="Occitanie",
            body=[
                text(
                    "Des temps collectifs et gratuits, proposés par La Mécano aux porteurs et porteuses de projets culture, "
                    "santé, handicap et dépendance d’Occitanie : échanger des informations et des pratiques, découvrir, "
                    "prendre conseil."
                ),
                points(
                    "vingt personnes au plus, dans l’ordre des inscriptions ;",
                    "tous les projets, à n’importe quel stade ;",
                    "le lien de connexion envoyé la veille aux personnes inscrites.",
                    title="La règle du jeu",
                ),
                action("Lire la présentation", page="manettes"),
            ],
            fields={
                "usual_start": dt.time(9),
                "usual_end": dt.time(10),
                "period": "janvier – mars 2021",
                "common_format": "Une heure : café virtuel, un mot de chaque projet, un point de sensibilisation, des échanges.",
                "partners": ORGANISERS,
            },
        ),
        events=[
            Event(
                entry=Entry(
                    key=f"manettes-2021-{rank}",
                    title=POINTS[rank - 1],
                    summary=f"Le point de sensibilisation de ce visio-atelier : {POINTS[rank - 1][0].lower()}"
                    f"{POINTS[rank - 1][1:]}.",
                    topics=["Culture et santé"],
                    territory="Occitanie",
                    fields={
                        "modality": Modality.ONLINE,
                        "price_kind": PriceKind.FREE,
                        "audience": "Gens de métier de la culture et des arts, du sanitaire et du médico-social.",
                        "programme": Link("manettes"),
                    },
                ),
                sessions=[Dated(day=day, hours=(9, 10), moments=ONE_HOUR)],
            )
            for rank, day in enumerate(THURSDAYS_2021, start=1)
        ],
    )


def _rappels(calendar: Calendar) -> Series:
    first, last = calendar.series[0], calendar.series[-1]
    return Series(
        entry=Entry(
            key="rappels",
            title="Les rappels",
            summary="Cinq jeudis, une heure à distance, vingt places : pour ne pas descendre seul ou seule dans son projet.",
            picture="ecrans",
            topics=["Culture et santé", "Numérique"],
            territory="Hautes-Combes",
            body=[
                text(
                    "En montagne, on descend en rappel quand on est assuré par les autres. Nos visio-ateliers reprennent le "
                    "format des « Manettes » de La Mécano, parce qu’il est court, régulier et gratuit, et qu’à 9 h le col est "
                    "rarement dégagé."
                ),
                points(
                    "vingt places par date, dans l’ordre des inscriptions, puis une liste d’attente ;",
                    "aucun prérequis : une idée vague est un projet ;",
                    "le lien de connexion vous parvient la veille ;",
                    "ce qui s’y dit y reste, sauf accord de toutes les personnes présentes.",
                    title="Bon à savoir",
                ),
                action("D’où vient ce format ?", page="manettes"),
            ],
            fields={
                "period": f"du {calendar.words(first)} au {calendar.words(last)}",
                "common_format": "Une heure : café virtuel, une minute et quart par projet, un point de sensibilisation, des "
                "échanges.",
                "partners": OURS,
            },
        ),
        events=[
            Event(
                entry=Entry(
                    key=f"rappels-{rank}",
                    title=f"Les rappels : {point[0].lower()}{point[1:]}",
                    summary=WHAT_FOR[rank - 1],
                    picture="ecrans" if rank == 1 else "",
                    topics=["Culture et santé"],
                    territory="Hautes-Combes",
                    body=[text(WHAT_FOR[rank - 1])],
                    fields={
                        "modality": Modality.ONLINE,
                        "price_kind": PriceKind.FREE,
                        "audience": "Gens de la culture, du soin et de l’accompagnement, bénévoles ou de métier.",
                    },
                ),
                sessions=[
                    Dated(
                        day=day,
                        hours=(9, 10),
                        state=SessionState.OPEN,
                        moments=ONE_HOUR,
                        taken=TAKEN[rank - 1][0],
                        waiting=TAKEN[rank - 1][1],
                        join_url=f"https://visio.lescolsreunis.example/rappel-{rank}-9f3c",
                    )
                ],
            )
            for rank, (point, day) in enumerate(zip(POINTS, calendar.series, strict=True), start=1)
        ],
    )
