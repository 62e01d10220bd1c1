"""Issue n° 2, whose « bon à tirer » was just given: written from what the workshop left, three months later."""

from cms.typography import typo_text
from journal.enums import IssueColour, SignatureRole

from .calendar import Calendar
from .entries import Entry, heading, picture, points, quote, teaser, text
from .journal_issue import DRAWING, PHOTO, WRITING, Article, Block, Taken, note

PROOFREADING = SignatureRole.PROOFREADING

SUMMARY = "Trois graines ont poussé, une quatrième hésite, et l’on a compté ce que coûte un trajet quand on le fait à plusieurs."


def second_issue(calendar: Calendar) -> dict[str, object]:
    """The fields of the issue, its édito apart."""
    return {
        "season": calendar.season(calendar.second_issue),
        "date": calendar.second_issue,
        "legal_deposit_on": calendar.second_issue,
        "theme": typo_text("Ce qui pousse"),
        "colour": IssueColour.GENTIAN,
        "summary": typo_text(SUMMARY),
        "editorial_author": typo_text("La rédaction"),
    }


SECOND_EDITORIAL: list[Block] = [
    text(
        "Le premier numéro racontait une journée. Celui-ci raconte ce qui vient après, quand le drap est replié et que chacun "
        "est rentré chez soi : les coups de téléphone, les essais, les samedis où l’on n’est que trois.",
        "Rien de tout cela ne fait de bruit. Une fiche pliée en huit change de poche, un banc rouge attend, un minibus rentre "
        "à minuit. Nous avons trouvé que cela méritait douze pages.",
        "Vous êtes plusieurs à nous avoir écrit, sur la page prévue pour cela, arrachée avec soin. Continuez : c’est ainsi que "
        "sont nés deux articles sur six.",
    )
]

SECOND_ARTICLES = [
    Article(
        entry=Entry(
            key="article-cles",
            title="Celle qui a les clés",
            summary="Quarante-deux clés, neuf salles, un seul trousseau. Une matinée avec la personne qui ouvre.",
            picture="village",
            topics=["Lien social"],
            territory="Sainte-Ourse-sur-Rouspète",
        ),
        rubric="Rencontrer",
        kicker="Une matinée avec",
        signatures=[("Maël Carline", WRITING), ("Nour Crampon", PHOTO)],
        body=[
            text(
                "À huit heures, elle pose le trousseau sur la table du café, et la table penche. Quarante-deux clés : les "
                "salles, les placards des salles, la boîte où l’on range les clés des placards. Trois n’ouvrent plus rien. Elle "
                "les garde, on ne sait jamais.",
                "« Les gens croient que j’ouvre des portes. J’ouvre surtout des agendas. » Le mardi, la chorale et le yoga "
                "veulent la même heure ; le jeudi, personne ne veut de la salle des fêtes parce que le chauffage y fait un "
                "bruit d’avion. Elle a mis la chorale le jeudi. Depuis, dit-on, les basses s’entendent mieux.",
                "À neuf heures, une classe vient chercher la lanterne magique. À neuf heures dix, la classe revient chercher "
                "l’ampoule. Elle avait l’ampoule dans sa poche.",
            ),
            quote("Une salle vide, c’est une idée qui n’a pas eu lieu.", by="Celle qui a les clés"),
            heading("La porte de la gare"),
            text(
                "Sa préférée n’a pas de serrure. La salle d’attente de la gare ferme avec un crochet, et le crochet, tout le "
                "monde sait où il est. « C’est ma meilleure salle. Je n’y vais jamais, et elle est toujours pleine. »",
                "Elle prendra sa retraite au printemps. La commune cherche quelqu’un d’organisé, de patient, et qui ait de "
                "grandes poches. Les candidatures se déposent au café, le matin, avant huit heures.",
            ),
            note(
                "42", "Le nombre de clés. Trois n’ouvrent plus rien : si vous avez une porte sans clé, venez essayer."
            ),
        ],
    ),
    Article(
        prepared="main",
        entry=Entry(
            key="article-cout",
            title="Combien coûte un trajet ?",
            summary="Trois personnes ont tenu les comptes pendant un mois. Les chiffres ne disent pas la même chose.",
            picture="route",
            topics=["Mobilité"],
            territory="Hautes-Combes",
        ),
        rubric="Comprendre",
        kicker="Trois carnets",
        signatures=[("Sacha Clapier", WRITING), ("Rose Alpage", WRITING), ("Hélène Corniche", PROOFREADING)],
        body=[
            text(
                "À l’atelier, quelqu’un avait dit que la question n’était pas de savoir ce que coûte une voiture, mais ce que "
                "coûte de ne pas en avoir. Trois personnes ont pris un carnet, le même, à spirale, et l’ont gardé sur elles "
                "pendant trente jours. Elles ont tout noté : le temps, l’argent, et les fois où elles ont renoncé.",
                "Le premier carnet appartient à une aide à domicile. Elle roule 1 180 kilomètres dans le mois "
                "[[Le compteur est relevé chaque soir, à la lampe de poche.]], dont la moitié entre deux visites. "
                "Une fois payés le carburant, l’assurance et les pneus, il lui reste de quoi faire réparer la portière "
                "gauche, ce qu’elle remet au mois prochain.",
                "Le deuxième est celui d’un lycéen. Il dépense 22 euros et attend quatorze heures : au froid, sous l’abri, ou "
                "dans la salle d’attente de la gare, où il a fini par apprendre à jouer aux échecs. Il ne compte pas ces "
                "heures-là comme perdues. Sa mère, si.",
            ),
            heading("Ce que l’on ne fait pas"),
            text(
                "Le troisième carnet est presque vide, et c’est le plus intéressant. Sa propriétaire n’a ni permis ni voiture. "
                "Elle a fait onze trajets, tous en covoiturage ou avec le car de 6 h 12, pour 19 euros en tout. Mais elle a "
                "tenu une deuxième colonne, celle des trajets qu’elle n’a pas faits : un rendez-vous chez le dentiste, deux "
                "soirées, un entretien d’embauche, et le marché, quatre fois sur cinq.",
                "Nous avons mis les trois colonnes bout à bout. Un trajet fait à plusieurs coûte à chacun moins de deux euros. "
                "Un trajet fait seul en coûte neuf. Un trajet que l’on ne fait pas ne coûte rien, et c’est bien cela le "
                "problème : il ne figure dans aucune étude.",
            ),
            Taken("diagnosis_board"),
            heading("Ce qui se disait déjà"),
            Taken("quoted_item", 3, skip=7),
            text(
                "Ces paroles ont six mois. Depuis, le minibus sort quatre jours, le carnet de La Roue libre a reçu une couverture "
                "neuve, et les deux grands-pères du pédibus se sont dit bonjour, un mardi, par distraction.",
            ),
        ],
    ),
    Article(
        entry=Entry(
            key="article-minibus",
            title="On cherche un minibus",
            summary="Neuf places, treize volontaires chaque vendredi : il en faut un second, et quelqu’un pour le laver.",
            picture="nuit",
            topics=["Mobilité"],
            territory="Haute-Rouspète",
        ),
        rubric="S’entraider",
        kicker="Petite annonce",
        signatures=[("Loubna Virage", WRITING)],
        body=[
            text(
                "Le minibus du vendredi est plein. Il l’est à l’aller, ce qui se comprend, et au retour, ce qui se mérite : il "
                "faut rester jusqu’à la fin du film. Chaque semaine, quatre personnes restent sur le trottoir, et le "
                "projectionniste les ramène en deux voyages, parce qu’il n’a que deux sièges.",
                "La Roue libre cherche donc un second véhicule. Il peut être vieux. Il peut être jaune. Il doit tenir la côte "
                "de La Traverse avec neuf personnes et un thermos de cinq litres.",
            ),
            points(
                "un minibus de neuf places, prêté le vendredi de 19 h à minuit ;",
                "une place de garage, même en pente ;",
                "deux personnes qui conduisent, et une qui tient le thermos ;",
                "un jeu de chaînes, taille 215.",
                title="Ce qu’il faut",
            ),
            points(
                "l’assurance, que la commune a négociée ;",
                "le plein, un vendredi sur deux ;",
                "un lavage par mois, à l’eau de pluie ;",
                "la reconnaissance de treize familles.",
                title="Ce que nous offrons",
            ),
            teaser("car-du-soir"),
        ],
    ),
    Article(
        prepared="La fiche unique",
        borrows=("La nuit des phares", "Une journée dans le 6 h 12"),
        entry=Entry(
            key="article-graines",
            title="Que sont devenues les graines ?",
            summary="Trois projets sont sortis de l’atelier. Un dans toutes les poches, un dans un car, un dans le noir.",
            picture="graines",
            topics=["Mobilité", "Coopération"],
            territory="Hautes-Combes",
        ),
        rubric="Semer",
        kicker="Des nouvelles",
        signatures=[("Fatou Tourbière", WRITING), ("Élie Piolet", WRITING)],
        body=[
            text(
                "Une graine, dans le vocabulaire des ateliers, c’est un projet auquel un petit groupe a promis de donner de "
                "l’eau. Personne n’oblige à tenir la promesse. Voici ce que les trois groupes nous ont répondu quand nous "
                "avons demandé, simplement, si cela poussait."
            ),
            Taken("seed_box", 3),
        ],
    ),
    Article(
        entry=Entry(
            key="article-calendrier",
            title="Le calendrier des trajets, un mois après",
            summary="Une feuille au mur de la boulangerie, un crayon pendu à une ficelle, et deux cent sept trajets partagés.",
            picture="journaux",
            topics=["Mobilité"],
            territory="Trois-Cols",
        ),
        rubric="Agir",
        kicker="Bilan provisoire",
        signatures=[("Kim Sérac", WRITING), ("Quitterie Tavaillon", DRAWING)],
        body=[
            text(
                "Il n’y a pas d’application. Il y a une feuille, format nappe, avec les jours en colonnes et les vallées en "
                "lignes. Qui descend écrit l’heure ; qui veut descendre écrit son prénom à côté. Le soir, la boulangère "
                "photographie la feuille et l’envoie à qui l’a demandé.",
                "En un mois, la ficelle du crayon a été changée deux fois et deux cent sept trajets ont été partagés. Trois "
                "n’ont pas eu lieu : une panne, une grippe, un désaccord sur la radio.",
            ),
            picture("marche", caption="Le samedi, ceux qui n’ont rien écrit descendent à pied."),
            heading("Ce qui marche"),
            points(
                "l’encre : on ne s’efface pas à la dernière minute ;",
                "la boulangerie : on y passe de toute façon ;",
                "la nappe : il y a de la place pour dessiner.",
            ),
            heading("Ce qui ne marche pas"),
            points(
                "le dimanche, car la boulangerie est fermée ;",
                "le retour : tout le monde sait quand il part, personne quand il rentre.",
            ),
            text(
                "Une deuxième feuille sera posée à la gare. Il manque un clou, un crayon et quelqu’un qui passe tous les "
                "soirs. Le clou est trouvé."
            ),
        ],
    ),
    Article(
        entry=Entry(
            key="article-plier",
            title="Plier un journal en une soirée",
            summary="Six cents exemplaires, douze paires de mains, une règle de cuisine. La méthode, le rythme et la soupe.",
            picture="table",
            topics=["Coopération"],
            territory="Sainte-Ourse-sur-Rouspète",
        ),
        rubric="Partager",
        kicker="Mode d’emploi",
        signatures=[("Gaspard Bardeau", WRITING)],
        body=[
            text(
                "Le livret sort de l’imprimante à plat, dans l’ordre où il faut le plier, ce qui a l’air d’un tour de magie et "
                "n’en est pas un. Il reste à faire le reste à la main, à plusieurs, un soir où il n’y a rien d’autre."
            ),
            points(
                "<b>Compter.</b> Douze personnes, cinquante exemplaires chacune, deux heures. Seul, il faudrait la nuit.",
                "<b>Marquer.</b> Le dos d’une cuillère fait un pli plus net qu’un ongle, et l’ongle s’use.",
                "<b>Emboîter.</b> Toujours la feuille du milieu dans la suivante. Une personne ne fait que vérifier.",
                "<b>Agrafer.</b> Deux agrafes, au tiers et aux deux tiers. La grande agrafeuse est à la mairie.",
                "<b>Chanter.</b> Sans chanson, on plie de travers à partir du deux-centième.",
                ordered=True,
            ),
            quote("À la fin, on n’a rien lu et l’on sait tout par cœur.", by="Une plieuse"),
            note("La soupe", "Courge, châtaigne, trop peu de sel. C’est une tradition, maintenant."),
            teaser("aider"),
        ],
    ),
]
