"""« Au fil de l'eau »: ten pieces of news, the newest first."""

from .calendar import Calendar
from .entries import Entry, Link, action, points, quote, text


def news(calendar: Calendar) -> list[Entry]:
    first, second = calendar.next_workshop
    return [
        Entry(
            key="rappels-ouverts",
            title="« Les rappels » : les inscriptions sont ouvertes",
            summary=f"Cinq jeudis, de 9 h à 10 h, à distance, à partir du {calendar.words(calendar.series[0])}. Vingt places.",
            picture="ecrans",
            topics=["Culture et santé", "Numérique"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Une heure, un café, vingt personnes au plus. On y raconte son projet en une minute et quart, ce qui "
                    "oblige à savoir ce que l’on veut dire."
                ),
                action("S’inscrire", page="rappels"),
            ],
            fields={"date": calendar.ago(3), "organisation": Link("cols-reunis")},
        ),
        Entry(
            key="minibus-complet",
            title="Le car du soir affiche complet, et c’est un problème",
            summary="Neuf places, treize volontaires : La Roue libre cherche un second minibus pour le vendredi.",
            picture="route",
            topics=["Mobilité"],
            territory="Haute-Rouspète",
            body=[
                text(
                    "Vendredi, quatre personnes sont restées sur le trottoir du Petit Écran. Elles ont été ramenées par le "
                    "projectionniste, en deux fois, ce qui ne pourra pas durer : il habite en face."
                )
            ],
            fields={"date": calendar.ago(9), "organisation": Link("roue-libre"), "project": Link("car-du-soir")},
        ),
        Entry(
            key="a-table",
            title="Prochain atelier : « À table ! »",
            summary=f"Deux samedis, le {calendar.words(first)} et le {calendar.words(second)}, pour parler de ce que l’on mange.",
            picture="table",
            topics=["Alimentation"],
            territory="Trois-Cols",
            body=[
                text(
                    "Cantines, jardins, épicerie, portage de repas : tout le monde nourrit quelqu’un dans ces vallées, et "
                    "presque personne ne s’est jamais assis à la même table. Un questionnaire part bientôt, pour arriver "
                    "avec une première idée de l’état des lieux."
                ),
                action("Voir l’atelier", page="atelier-ouvert"),
            ],
            fields={"date": calendar.ago(13), "organisation": Link("cols-reunis")},
        ),
        Entry(
            key="coups-de-piolet-ouvert",
            title="Coups de piolet : une page pour convaincre",
            summary=f"Notre petit fonds rouvre jusqu’au {calendar.words(calendar.call_deadline)}. Deux structures, une page, dix minutes.",
            picture="aube",
            topics=["Coopération"],
            territory="Hautes-Combes",
            body=[
                text("L’an dernier, un projet a été retenu qui tenait sur un sous-bock. Recto verso, il est vrai."),
                action("Lire l’appel", page="coups-de-piolet"),
            ],
            fields={"date": calendar.ago(20), "organisation": Link("cols-reunis")},
        ),
        Entry(
            key="numero-1",
            title="Le Dirigeable n° 1 est sorti de l’imprimante",
            summary="Six cents exemplaires, pliés à la main dans l’ancienne gare par vingt-quatre personnes et un enfant.",
            picture="journaux",
            topics=["Lien social"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Il parle de cars, de phares et de gens qui se lèvent tôt. On le trouve là où l’on passe : au marché, "
                    "chez la coiffeuse, dans la salle d’attente des Bains."
                ),
                points(
                    "Le Petit Écran, à Sainte-Ourse ;",
                    "Le Garde-Manger, à Col-Fleuri ;",
                    "le car de 6 h 12, accroché derrière le siège du conducteur.",
                    title="Trois dépôts sûrs",
                ),
                action("Lire le numéro", page="numero-1-page"),
            ],
            fields={"date": calendar.ago(40), "organisation": Link("cols-reunis")},
        ),
        Entry(
            key="congere-antenne",
            title="Radio Congère a tenu onze heures d’antenne",
            summary="Route coupée mardi dernier : six élèves, un micro, et quatre cents personnes à l’écoute au plus fort.",
            picture="nuit",
            topics=["Jeunesse"],
            territory="Val-Bavard",
            body=[
                text(
                    "Au programme, le bulletin des routes toutes les heures, et un feuilleton improvisé sur une vache."
                ),
                quote(
                    "On n’avait rien préparé. C’est pour ça que c’était bien.", by="Un des six", role="Radio Congère"
                ),
            ],
            fields={"date": calendar.ago(48), "organisation": Link("poele"), "project": Link("congere")},
        ),
        Entry(
            key="chanson-retrouvee",
            title="Une chanson perdue depuis 1931",
            summary="Une résidente des Gentianes s’est souvenue du troisième couplet. La Clé des champs avait les deux premiers.",
            picture="village",
            topics=["Culture et santé"],
            territory="Pierre-Folle-les-Bains",
            body=[
                text(
                    "Il y est question d’un col, d’un curé et d’une chèvre. L’air était connu de tout le monde, les paroles "
                    "de personne. La chanson entière sera chantée sous les fenêtres au prochain changement de saison."
                )
            ],
            fields={"date": calendar.ago(71), "organisation": Link("gentianes"), "project": Link("fenetres")},
        ),
        Entry(
            key="cafe-vote",
            title="Le Garde-Manger a voté le café",
            summary="Après deux heures et trois tours de scrutin, les coopérateurs et coopératrices ont choisi… les deux.",
            picture="etals",
            topics=["Alimentation"],
            territory="Col-Fleuri",
            body=[text("Le thé sera abordé à la prochaine assemblée. Prévoir un repas.")],
            fields={"date": calendar.ago(88), "organisation": Link("garde-manger")},
        ),
        Entry(
            key="horaires-vrais",
            title="Trente jours de car, minute par minute",
            summary="Les Lève-Tôt publient leur relevé : le 6 h 12 est parti à 6 h 12 onze fois sur vingt-deux.",
            picture="aube",
            topics=["Mobilité"],
            territory="Trois-Cols",
            body=[
                text(
                    "Neuf fois en retard de moins de cinq minutes, une fois de quarante, et une fois en avance, ce qui est "
                    "pire. Le relevé a été remis en mains propres au transporteur, qui a promis un chauffage."
                )
            ],
            fields={"date": calendar.ago(110), "organisation": Link("leve-tot")},
        ),
        Entry(
            key="apres-atelier",
            title="« Qui m’emmène ? » : vingt-quatre idées sur un drap",
            summary="Ce qui s’est dit à l’atelier mobilité tient sur un drap de lit, et sur une page de ce site.",
            picture="table",
            topics=["Mobilité", "Coopération"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Vingt-deux personnes, cinq freins, quatre leviers, trois graines de projet et une disco-soupe où l’on a "
                    "manqué de sel. Merci à celles et ceux qui sont venus à pied."
                ),
                action("Lire ce qui s’est dit", page="atelier-passe"),
            ],
            fields={"date": calendar.ago(158), "organisation": Link("cols-reunis")},
        ),
    ]
