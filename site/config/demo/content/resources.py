"""What the valley tried, and lends to whoever wants to try in turn."""

from home.enums import ResourceKind

from .entries import Entry, Link, heading, points, text

RESOURCES = [
    Entry(
        key="fiche-minibus",
        title="Un minibus le vendredi : ce que huit soirées nous ont appris",
        summary="Comment La Roue libre a tenu une ligne du soir avec neuf places, un planning et un thermos.",
        picture="route",
        topics=["Mobilité"],
        territory="Haute-Rouspète",
        body=[
            text(
                "Au départ, trois personnes et le minibus de la commune, prêté les vendredis où il dort. La séance du "
                "Petit Écran finit à 22 h 30 ; le minibus attend devant, moteur éteint."
            ),
            heading("Comment s’y prendre"),
            points(
                "demander la convention de prêt deux mois avant ;",
                "prendre les réservations au comptoir du cinéma, pas par téléphone ;",
                "prévoir une personne de plus que de trajets.",
            ),
        ],
        fields={
            "kind": ResourceKind.EXPERIENCE,
            "organisation": Link("roue-libre"),
            "lesson": "Le plus long n’est pas de conduire, c’est de savoir qui rentre avec qui. Un tableau au mur suffit.",
        },
    ),
    Entry(
        key="outil-tableau",
        title="Le tableau blanc partagé, essayé par deux structures",
        summary="Écrire à plusieurs à distance : ce qui va, ce qui coince, selon les salles et les débits.",
        topics=["Jeunesse"],
        territory="Trois-Cols",
        body=[
            text(
                "Deux structures l’ont essayé pendant la formation « Enseigner de loin sans s’éloigner », l’une avec "
                "des enfants, l’autre avec un groupe adulte."
            )
        ],
        fields={
            "kind": ResourceKind.TOOL,
            "opinions": [
                (
                    Link("cle-des-champs"),
                    "cours de musique à distance",
                    "Tout le monde écrit en même temps, même les plus timides.",
                    "Illisible sur un téléphone.",
                ),
                (
                    Link("petit-ecran"),
                    "choix des films à plusieurs",
                    "Rien à installer.",
                    "Avec un débit faible, les traits arrivent après la bataille.",
                ),
            ],
        },
    ),
    Entry(
        key="cadre-imprime",
        title="Le cadre des ateliers, à imprimer et à annoter",
        summary="Les trois temps, les trois objectifs et la liste de ce que l’on prépare trois mois avant.",
        topics=["Lien social"],
        territory="Hautes-Combes",
        body=[text("Une page à afficher le matin, pour que personne ne demande à quelle heure on mange.")],
        fields={"kind": ResourceKind.DOCUMENT, "organisation": Link("cols-reunis")},
    ),
]
