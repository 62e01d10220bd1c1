"""Words that our trades do not use alike. Those who speak here live in the valley, which does not exist."""

from .entries import Entry, Link

TERMS = [
    Entry(
        key="mot-mediation",
        title="Médiation",
        summary="Mettre des gens, des œuvres ou des points de vue en présence, et rester là pendant qu’ils se parlent.",
        topics=["Formation"],
        fields={
            "definitions": [
                {
                    "text": "Ce qui se passe entre une œuvre et quelqu’un, avec une personne à côté.",
                    "organisation": Link("petit-ecran"),
                },
                {
                    "text": "Aider deux personnes à se parler quand elles n’y arrivent plus.",
                    "organisation": Link("poele"),
                },
            ],
            "quotations": [
                {
                    "text": "J’ai cru pendant un an que vous parliez de disputes.",
                    "speaker": "une programmatrice de cinéma",
                    "source": "atelier « Qui m’emmène ? »",
                },
                {"text": "Et moi, que vous parliez de visites guidées.", "speaker": "un travailleur social"},
            ],
        },
    ),
    Entry(
        key="mot-public",
        title="Public",
        summary="Les gens à qui l’on s’adresse ; pas toujours ceux qui viennent, ni ceux que l’on compte.",
        topics=["Formation"],
        fields={
            "definitions": [
                {"text": "Qui est dans la salle ce soir.", "according_to": "les bénévoles du Petit Écran"},
                {"text": "Les personnes que l’on accompagne.", "according_to": "l’équipe du Poêle"},
            ],
            "quotations": [
                {"text": "Chez nous, on ne dit pas un public, on dit madame Airelle.", "speaker": "une aide-soignante"},
            ],
        },
    ),
    Entry(
        key="mot-frein",
        title="Frein",
        summary="Ce qui empêche d’avancer aujourd’hui, dit sans chercher de coupable.",
        topics=["Coopération"],
        fields={
            "definitions": [
                {"text": "Ce que l’on note en rouge sur le tableau du matin.", "organisation": Link("cols-reunis")},
            ],
            "quotations": [],
        },
    ),
    Entry(
        key="mot-levier",
        title="Levier",
        summary="Ce sur quoi on peut appuyer, dès demain, pour que cela bouge un peu.",
        topics=["Coopération"],
        fields={
            "definitions": [
                {"text": "Un frein, vu de l’autre côté.", "organisation": Link("cols-reunis")},
            ],
            "quotations": [
                {
                    "text": "On avait la remorque depuis trois ans. Il a fallu qu’on nous dise que c’était un levier.",
                    "speaker": "un mécanicien",
                },
            ],
        },
    ),
    Entry(
        key="mot-graine",
        title="Graine de projet",
        summary="Une idée née d’un atelier, que quelques personnes décident de faire pousser.",
        topics=["Coopération"],
        fields={
            "definitions": [
                {"text": "Ce qui reste quand on a rangé les chaises.", "organisation": Link("cols-reunis")},
            ],
            "quotations": [],
        },
    ),
]
