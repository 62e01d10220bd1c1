"""Articles of issue n° 1 that start from the drafts prepared out of the workshop."""

from .entries import Entry, heading, quote, text
from .journal_issue import WRITING, Article, Taken

PREPARED = [
    Article(
        prepared="main",
        entry=Entry(
            key="article-atelier",
            title="Ce n’est pas la voiture qui manque",
            summary="C’est de savoir où va la voisine. Retour sur une journée où l’on a dessiné la vallée sur un drap de lit.",
            picture="aube",
            topics=["Mobilité"],
            territory="Hautes-Combes",
        ),
        rubric="Comprendre",
        kicker="Dossier : se déplacer",
        signatures=[("Rose Alpage", WRITING), ("Sacha Clapier", WRITING)],
        body=[
            Taken("workshop_intro"),
            text(
                "On attendait une liste de plaintes. Elle est venue, et il le fallait : le dernier car trop tôt, le col dont "
                "personne ne sait s’il est ouvert, trois tickets pour vingt-huit kilomètres. Puis quelqu’un a retourné la "
                "feuille, et l’on s’est mis à compter ce qui roule déjà."
            ),
            Taken("diagnosis_board"),
            heading("Ce qui s’est dit"),
            Taken("quoted_item", 3),
            text(
                "À onze heures, la carte tenait tout le drap. On y voyait une chose que l’étude de 140 pages n’avait pas vue : "
                "entre 17 h et 19 h, quarante voitures descendent de Trois-Cols avec une seule personne à bord, et elles se "
                "suivent."
            ),
            Taken("quoted_item", 4),
            Taken("next_dates"),
        ],
    ),
    Article(
        prepared="portraits",
        entry=Entry(
            key="article-visages",
            title="Elles et ils étaient autour du drap",
            summary="Un secrétariat de mairie, un banc rouge, un standard téléphonique : des gens que l’on croise sans savoir.",
            picture="marche",
            topics=["Mobilité", "Lien social"],
            territory="Hautes-Combes",
        ),
        rubric="Rencontrer",
        kicker="Carnet d’adresses",
        signatures=[("Océane Grangette", WRITING)],
        body=[
            text(
                "Chaque personne présentée ici a relu sa fiche et accepté d’y figurer. Deux ont préféré attendre : elles liront "
                "ce numéro, et décideront."
            ),
            Taken("portrait"),
        ],
    ),
    Article(
        prepared="La nuit des phares",
        entry=Entry(
            key="article-phares",
            title="La nuit des phares",
            summary="Un soir, toutes les voitures s’arrêteront à la gare, phares allumés, et chacun dira où il va.",
            picture="ballons",
            topics=["Mobilité"],
            territory="Trois-Cols",
        ),
        rubric="Semer",
        kicker="Graine de projet",
        signatures=[("Fatou Tourbière", WRITING)],
        body=[
            text("Quatre personnes, une idée simple, et l’autorisation du maire à qui l’on n’a pas encore tout dit."),
            Taken("seed_box"),
        ],
    ),
    Article(
        prepared="La fiche unique",
        entry=Entry(
            key="article-fiche",
            title="Trois vallées sur une feuille pliée en huit",
            summary="Un groupe-action a réuni tous les arrêts sur une seule fiche. Elle a été relue par celles et ceux qui "
            "attendent.",
            picture="lac",
            topics=["Mobilité"],
            territory="Hautes-Combes",
        ),
        rubric="Semer",
        kicker="Graine de projet",
        signatures=[("Élie Piolet", WRITING)],
        body=[
            text(
                "Pour trouver l’arrêt « Pont-Vieux », il fallait jusqu’ici connaître quelqu’un. Ce ne sera plus nécessaire."
            ),
            Taken("seed_box"),
        ],
    ),
    Article(
        prepared="Une journée dans le 6 h 12",
        entry=Entry(
            key="article-612",
            title="Une journée dans le 6 h 12",
            summary="Du premier arrêt au terminus, carnet sur les genoux, avec celles et ceux qui se lèvent avant le soleil.",
            picture="village",
            topics=["Mobilité"],
            territory="Trois-Cols",
        ),
        rubric="Agir",
        kicker="Écrit à quatre mains",
        signatures=[("Gaspard Bardeau", WRITING), ("Kim Sérac", WRITING)],
        body=[
            Taken("seed_box"),
            text(
                "<b>6 h 12, Col-Fleuri.</b> Le car est là. C’est un bon jour, dit la dame au bonnet vert, qui ne veut pas que "
                "l’on écrive son nom parce que son chef croit qu’elle vient en voiture.",
                "<b>6 h 31, Pierre-Folle.</b> Montent deux lycéens endormis et un boulanger qui rentre. Le chauffage se met en "
                "marche, dans un bruit de locomotive ; on applaudit.",
                "<b>7 h 04, Sainte-Ourse.</b> À la gare, la pendule donne l’heure exacte. C’est la première des deux fois.",
            ),
            quote(
                "Moi, ce que je demande, ce n’est pas un car de plus. C’est de savoir si celui-ci viendra.",
                by="Un boulanger",
            ),
        ],
    ),
]
