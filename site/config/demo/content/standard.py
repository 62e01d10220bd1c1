"""Pages of plain text: the association, the method, how to help."""

from .entries import Entry, action, heading, picture, points, quote, text

STANDARD = [
    Entry(
        key="association",
        title="L’association",
        summary="D’où viennent Les Cols réunis, comment l’on y décide, et ce que l’on y mange.",
        picture="ballons",
        topics=["Coopération"],
        territory="Hautes-Combes",
        body=[
            text(
                "Un soir de février, les trois cols étaient fermés. Dans la salle des pas perdus de Sainte-Ourse, dix-sept "
                "personnes attendaient le chasse-neige : une directrice d’établissement de santé, un projectionniste, deux "
                "maraîchères, un conducteur de car, des lycéens. À minuit, elles savaient ce que faisait chacune. À deux "
                "heures, elles avaient un nom."
            ),
            picture("refuge", caption="La gare, vue par quelqu’un qui n’y était pas.", wide=True),
            heading("Comment l’on décide"),
            points(
                "un conseil de neuf personnes, une par commune, tirées au sort parmi les volontaires ;",
                "des décisions par consentement : on avance quand personne n’a d’objection grave ;",
                "des comptes affichés dans la gare, à côté des anciens horaires.",
            ),
            heading("Avec qui"),
            text(
                "Les trois intercommunalités, des lieux de soin, des lieux de culture, des fermes et beaucoup de gens qui "
                "n’ont pas de structure. Personne n’adhère pour un avantage : il n’y en a pas."
            ),
            quote("On se croisait depuis dix ans. On ne s’était jamais parlé.", by="Une fondatrice"),
        ],
    ),
    Entry(
        key="cadre",
        title="Le cadre des ateliers",
        summary="Ce que nous promettons aux personnes qui viennent, ce que nous leur demandons, et la journée heure par heure.",
        picture="table",
        topics=["Coopération"],
        territory="Hautes-Combes",
        body=[
            text(
                "Notre cadre suit celui que le Média des Acteurs a écrit en 2020 pour le Grand Briançonnais. Deux valeurs le "
                "portent : la coopération et la transversalité."
            ),
            heading("Avant : trois mois au moins"),
            points(
                "choisir l’enjeu, le lieu et deux ou trois partenaires proches ;",
                "prévenir, avec l’aide des têtes de réseau ;",
                "envoyer un questionnaire, et en tirer un premier état des lieux ;",
                "préparer l’animation.",
            ),
            heading("Pendant : deux temps et un repas"),
            points(
                "<b>9 h – 12 h, se connaître.</b> Qui fait quoi, quels enjeux ? On complète l’état des lieux et la liste des besoins.",
                "<b>12 h – 13 h, déjeuner.</b> Buffet, repas partagé ou disco-soupe : c’est là que tout se décide.",
                "<b>13 h – 16 h, coopérer.</b> Des groupes partent d’un besoin et font un premier pas. Ce sont les graines de projet.",
            ),
            text(
                "Nous appelons « état des lieux » ce qui se construit à plusieurs, avec un regard large : travaux déjà faits, "
                "ressources, points de vue, freins, leviers, moyens, attentes, besoins et envies."
            ),
            heading("Après : ce qui continue"),
            points(
                "tout ce qui a été produit est rendu public, avec l’accord de celles et ceux qui l’ont dit ;",
                "les groupes-action gèrent eux-mêmes leur graine ; nous faisons le lien avec qui veut les rejoindre ;",
                "le journal s’écrit à partir de là.",
            ),
            heading("Ce que nous promettons"),
            points(
                "personne n’est cité sans son accord, et cet accord se reprend ;",
                "une place en fauteuil, une boucle magnétique, un coin calme ;",
                "on finit à l’heure.",
            ),
            action("Voir le prochain atelier", page="atelier-ouvert"),
        ],
    ),
    Entry(
        key="aider",
        title="Nous aider",
        summary="Donner une heure, une voiture, une relecture ou une recette : il y en a pour tous les caractères.",
        picture="marche",
        topics=["Lien social"],
        territory="Hautes-Combes",
        body=[
            points(
                "<b>Une heure</b> : plier des journaux, dans la gare, le jeudi de la sortie.",
                "<b>Une soirée</b> : conduire le car du soir, avec quelqu’un qui connaît la route.",
                "<b>Un article</b> : le vôtre, même si vous n’avez jamais écrit. On s’y met à deux.",
                "<b>Un œil</b> : relire, traquer les doubles espaces, photographier.",
                "<b>Un coin de comptoir</b> : devenir point de dépôt du journal.",
                title="Ce que l’on peut donner",
            ),
            heading("Et l’argent ?"),
            text(
                "Le journal est à prix libre. L’adhésion aussi. Les comptes sont dans la gare, et la trésorière répond aux "
                "questions le mercredi, de bonne humeur."
            ),
            action("Écrire à l’association", page="association", words="Notre adresse est au bas de chaque page."),
        ],
    ),
]
