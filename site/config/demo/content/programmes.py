"""What the five source documents describe, each with its facts, in our words, under the name of who made it."""

from cms.enums import TerritoryKind
from cms.typography import typo_fr
from home.enums import EditionStage, PartnerRole, ProgrammeFamily

from .entries import Entry, Link, action, heading, points, text

CARRIER, PILOT = PartnerRole.CARRIER, PartnerRole.PILOT


def partners(**roles: PartnerRole) -> list[tuple[Link, PartnerRole]]:
    return [(Link(key.replace("_", "-")), role) for key, role in roles.items()]


def prose(*paragraphs: str) -> str:
    """A typed part in paragraphs."""
    return "".join(typo_fr(f"<p>{paragraph}</p>") for paragraph in paragraphs)


def parts(*items: str) -> str:
    """A typed part as a list."""
    return f"<ul>{''.join(typo_fr(f'<li>{item}</li>') for item in items)}</ul>"


# How the workshops of the valley were told in their first season, before the text above.
FIRST_SEASON = {
    "objectives": parts(
        "<b>Se connaître.</b> Se rencontrer autour d’un enjeu, et tenir un carnet d’adresses commun.",
        "<b>Se parler.</b> Mettre côte à côte les états des lieux de chacune et chacun.",
        "<b>Avoir envie de coopérer.</b> Partir des besoins, et commencer à plusieurs.",
    ),
    "methods": parts(
        "de 9 h à 12 h : qui fait quoi, quels sont nos enjeux ;",
        "de 12 h à 13 h : un repas partagé ;",
        "de 13 h à 16 h : les premiers pas d’un projet commun.",
    ),
    "accessibility": "",
}

PROGRAMMES = [
    Entry(
        key="ateliers",
        title="Les ateliers participatifs",
        summary="Une journée, une question, une vingtaine de personnes : se connaître le matin, manger ensemble, coopérer "
        "l’après-midi.",
        picture="table",
        topics=["Coopération", "Lien social"],
        territory="Hautes-Combes",
        body=[
            text(
                "La méthode vient du Média des Acteurs, dans le Grand Briançonnais, à l’échelle de trois communautés de "
                "communes. Son premier atelier, le samedi 29 juin 2019, portait sur la mobilité et a réuni une vingtaine "
                "d’acteurs et d’actrices. Nous reprenons son cadre de 2020, à notre sauce et dans nos vallées."
            ),
            heading("Ce qui reste le soir"),
            points(
                "des gens qui se connaissent, et leur carnet d’adresses ;",
                "un état des lieux, avec ses freins et ses leviers ;",
                "une ou plusieurs graines de projet, chacune confiée à un groupe-action.",
            ),
            text(
                "L’atelier vient après l’infolettre et avant le journal : la première fait découvrir les projets, le second "
                "les raconte, et recrute au passage celles et ceux qui l’écriront. La préparation commence au moins trois "
                "mois avant."
            ),
            action("Lire le cadre des ateliers", page="cadre", words="Ce que nous promettons, ce que nous demandons."),
        ],
        fields={
            "family": ProgrammeFamily.COOPERATION,
            "period": "depuis 2020 pour le cadre d’origine",
            "audience": "Gens de métier, élues et élus, porteurs et porteuses de projet, et toute personne qui cherche un "
            "groupe pour agir.",
            "duration": "une journée de 9 h à 16 h, ou deux demi-journées",
            "objectives": parts(
                "<b>Se connaître.</b> Se rencontrer autour d’un enjeu, et tenir un carnet d’adresses commun.",
                "<b>Se parler.</b> Mettre côte à côte les états des lieux de chacune et chacun, et nommer les freins.",
                "<b>Avoir envie de coopérer.</b> Partir des besoins, trouver un levier, et commencer à plusieurs.",
            ),
            "methods": parts(
                "de 9 h à 12 h : qui fait quoi, quels sont nos enjeux ;",
                "de 12 h à 13 h : un repas partagé, ou une disco-soupe ;",
                "de 13 h à 16 h : les premiers pas d’un projet commun, une graine de projet par table.",
            ),
            "evaluation": prose(
                "À 16 h, chaque personne dit une chose à garder et une chose à changer. Six mois plus tard, nous appelons "
                "celles et ceux qui font vivre les graines."
            ),
            "accessibility": prose(
                "Salle de plain-pied, boucle magnétique, pauses toutes les heures. Dites-nous en vous inscrivant ce qui "
                "rendrait la journée possible."
            ),
            "coverage_kind": TerritoryKind.INTERCOMMUNALITY,
            "shared_words": [Link("mot-frein"), Link("mot-levier"), Link("mot-graine")],
            "partners": partners(cols_reunis=CARRIER),
        },
    ),
    Entry(
        key="manettes",
        title="Les manettes",
        summary="Cinq visio-ateliers d’une heure proposés par La Mécano en 2021, pour qui monte un projet culture et santé.",
        picture="ecrans",
        topics=["Culture et santé", "Numérique"],
        territory="Occitanie",
        body=[
            text(
                "Pendant la campagne 2021 des appels à projets « Culture santé » et « Culture handicap et dépendance », La "
                "Mécano a proposé en distanciel des temps courts et réguliers : garder le lien, échanger des pratiques, "
                "donner et recevoir des conseils."
            ),
            heading("Cinq jeudis, de 9 h à 10 h"),
            points(
                "21 janvier : les forces du partenariat ;",
                "4 février : le budget et la recherche de financements ;",
                "18 février : les outils de collecte et les retours d’expérience ;",
                "4 mars : la valorisation et les outils d’évaluation ;",
                "18 mars : projet d’établissement et projet culturel.",
            ),
            heading("Toujours le même déroulé"),
            points(
                "9 h : connexion, café virtuel et programme de l’heure ;",
                "9 h 05 : chaque participant ou participante raconte son projet ;",
                "9 h 30 : un point de sensibilisation ;",
                "9 h 50 : échanges ;",
                "10 h : déconnexion.",
            ),
            text(
                "C’était gratuit, pour vingt personnes, dans l’ordre des inscriptions, quel que soit l’avancement du projet. "
                "Ce qui s’y disait des forces et des faiblesses devait nourrir d’autres actions et d’autres webinaires."
            ),
            action("Voir nos prochains visio-ateliers", page="rappels", words="Le même format, dans nos vallées."),
        ],
        fields={
            "family": ProgrammeFamily.EXCHANGE,
            "period": "janvier à mars 2021",
            "audience": "Gens de métier de la culture et des arts, du sanitaire et du médico-social.",
            "duration": "cinq fois une heure",
            "partners": partners(mecano=CARRIER, ars=PILOT, drac=PILOT),
        },
    ),
    Entry(
        key="formation-commune",
        title="Culture et social : se former ensemble",
        summary="La formation commune du Département de Loire-Atlantique, essayée en 2019 dans le Pays de Retz.",
        picture="marche",
        topics=["Formation", "Lien social"],
        territory="Loire-Atlantique",
        body=[],
        fields={
            "family": ProgrammeFamily.TRAINING,
            "period": "première expérimentation en 2019",
            "audience": "Agentes et agents des collectivités, salariés et bénévoles d’associations du social et de la "
            "culture, établissements médico-sociaux partenaires.",
            "context": prose(
                "Monter des projets culturels avec des personnes accompagnées socialement demande d’abord de se comprendre "
                "entre métiers. Le Département a donc mis dans la même salle les gens du social et ceux de la culture d’un "
                "même territoire, pour lever des freins et se donner un langage commun.",
                "Le contenu se construit avec les collectivités et les acteurs du territoire. L’objectif est de proposer la "
                "formation sur les six délégations ; le Pays de Retz a ouvert la voie en 2019.",
            ),
            "objectives": parts(
                "une culture professionnelle commune entre actrices et acteurs du social et de la culture ;",
                "des projets artistiques avec les personnes les plus éloignées de la culture ;",
                "pour le social : faire de la culture un outil d’accompagnement ;",
                "pour la culture : regarder autrement la question du public.",
            ),
            "skills": parts(
                "plus d’aisance pour accompagner une initiative artistique ;",
                "des repères entre médiation culturelle et médiation sociale ;",
                "une idée plus juste de ce qu’engage une sortie culturelle ;",
                "une action culturelle montée à plusieurs pendant la formation.",
            ),
            "methods": prose("Des apports théoriques, et de la pratique artistique."),
            "coverage_kind": TerritoryKind.DELEGATION,
            "coverage_total": 6,
            "editions": [("Pays de Retz", "2019", EditionStage.EXPERIMENT)],
            "shared_words": [Link("mot-mediation"), Link("mot-public")],
            "partners": partners(loire_atlantique=CARRIER),
        },
    ),
    Entry(
        key="accompagnement",
        title="Un tiers pour coopérer",
        summary="L’accompagnement à la carte de La Manufacture des Liens : du diagnostic partagé à l’autonomie.",
        picture="lac",
        topics=["Coopération", "Culture et santé"],
        body=[
            text(
                "Coopérer prend du temps, et beaucoup de structures n’en ont pas assez pour démarrer seules. La Manufacture "
                "des Liens part du terrain, tient une place de tiers et soigne la qualité des relations."
            ),
            heading("Un chemin, jamais deux fois le même"),
            points(
                "un diagnostic partagé, qui mène à une feuille de route ;",
                "un appui pour la mettre en œuvre, la suivre, l’évaluer ;",
                "des ateliers et un groupe projet où toutes les parties prenantes ont un siège ;",
                "au besoin, une équipe d’appui réunie pour la situation ;",
                "à la fin, des structures qui continuent sans elle.",
                ordered=True,
            ),
            heading("Ses engagements"),
            points(
                "la confidentialité des échanges, sauf accord des personnes ;",
                "l’impartialité, et la liberté de parole de chacune et chacun ;",
                "une neutralité qui aide à s’écouter et à explorer des pistes ensemble ;",
                "tout faire pour que les coopérations se passent bien.",
            ),
            text(
                "Le repérage des ressources artistiques et culturelles, la recherche de financements et la transmission font "
                "partie de la carte."
            ),
        ],
        fields={
            "family": ProgrammeFamily.COOPERATION,
            "period": "à la carte",
            "audience": "Structures de santé, de soin et de culture qui veulent faire ensemble.",
            "duration": "selon la situation",
            "partners": partners(manufacture=CARRIER),
        },
    ),
    Entry(
        key="outils-a-distance",
        title="Enseigner à distance, dans la culture",
        summary="Trois modules et six séances à distance pour choisir ses outils, les essayer et faire réseau.",
        picture="lettre",
        topics=["Formation", "Numérique"],
        body=[
            text(
                "Quand la crise sanitaire a fermé les salles, les structures culturelles qui enseignaient en présence ont dû "
                "réinventer leurs cours. Cette formation de 2021 les y aidait, sans vendre d’outil miracle : on les essaie "
                "ensemble, puis on en dit les avantages et les limites."
            ),
            heading("Trois modules, treize heures"),
            points(
                "<b>Échanger des pratiques</b>, 3 heures : des situations vécues, choisies par le groupe.",
                "<b>Essayer des outils</b>, 4 séances de 2 heures : des critères pour choisir, de l’expérimentation, et un "
                "retour d’expérience d’une séance à l’autre.",
                "<b>Continuer en réseau</b>, 2 heures : comment s’autoformer ensemble, après.",
                ordered=True,
            ),
            text(
                "Les séances de 2021 étaient prévues du 16 mars au 25 mai. Nous proposons les nôtres, au même rythme, au "
                "printemps prochain."
            ),
            action("Voir notre édition", page="formation-ouverte", words="Six séances à distance, au printemps."),
        ],
        fields={
            "family": ProgrammeFamily.TRAINING,
            "period": "16 mars – 25 mai 2021",
            "audience": "Bénévoles, salariées et salariés d’une structure culturelle qui enseigne, ou qui voudrait s’y mettre.",
            "duration": "13 heures en six séances",
        },
    ),
]
