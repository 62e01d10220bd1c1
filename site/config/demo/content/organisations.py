"""Who does what: eight structures of the valley, and those whose programmes are told here.

About real organisations, only what their own documents say.
"""

from home.enums import ActorKind

from .entries import Entry, heading, points, quote, text

VALLEY = [
    Entry(
        key="cols-reunis",
        title="Les Cols réunis",
        summary="L’association qui publie ce site : une infolettre, des ateliers, un journal, et une cafetière de "
        "quarante tasses.",
        picture="ballons",
        topics=["Coopération", "Lien social"],
        territory="Hautes-Combes",
        body=[
            text(
                "Une gare sans train, trois personnes salariées à temps partiel, une soixantaine de bénévoles et une "
                "règle : on ne parle pas d’un projet sans la personne qui le porte."
            )
        ],
        fields={
            "kind": ActorKind.ASSOCIATION,
            "mission": "Faire se connaître, se parler et coopérer les gens qui agissent dans les trois vallées.",
            "contact_email": "bonjour@lescolsreunis.example",
        },
    ),
    Entry(
        key="petit-ecran",
        title="Le Petit Écran",
        summary="Un cinéma de quarante-huit fauteuils, à Sainte-Ourse, dont douze ont été tricotés.",
        picture="nuit",
        topics=["Culture et santé", "Jeunesse"],
        territory="Sainte-Ourse-sur-Rouspète",
        body=[
            text(
                "Quatre séances par semaine, une cabine de projection tenue par des bénévoles, et des films choisis en "
                "public, à main levée, le premier lundi du mois.",
                "Le Petit Écran projette aussi à la résidence Les Gentianes, rideaux tirés, le mercredi après-midi.",
            )
        ],
        fields={
            "kind": ActorKind.CULTURE,
            "mission": "Montrer des films que l’on a envie de discuter en descendant l’escalier.",
            "contact_email": "cabine@petitecran.example",
        },
    ),
    Entry(
        key="gentianes",
        title="Résidence Les Gentianes",
        summary="Soixante-deux personnes âgées, un jardin en pente, et une salle commune ouverte au village.",
        picture="refuge",
        topics=["Culture et santé", "Lien social"],
        territory="Pierre-Folle-les-Bains",
        body=[
            text(
                "L’établissement accueille des artistes en résidence deux mois par an. L’équipe soignante et les artistes "
                "préparent chaque venue ensemble : personne ne découvre le projet dans le couloir."
            ),
            quote(
                "Au début, on nous demandait où brancher la sono. Maintenant, on nous demande ce qu’on en pense.",
                by="Une aide-soignante",
                role="Les Gentianes",
            ),
        ],
        fields={
            "kind": ActorKind.HEALTH,
            "mission": "Soigner, accompagner, et laisser la porte ouverte.",
            "contact_email": "accueil@lesgentianes.example",
        },
    ),
    Entry(
        key="roue-libre",
        title="La Roue libre",
        summary="Atelier vélo, covoiturage solidaire et remorque à prêter : tout ce qui roule sans faire d’histoires.",
        picture="route",
        topics=["Mobilité"],
        territory="Saint-Bavard",
        body=[
            text(
                "Vingt-six conducteurs et conductrices bénévoles, un numéro de téléphone, et un carnet à spirale qui "
                "attend toujours son logiciel."
            ),
            points(
                "Réparer son vélo, avec quelqu’un qui montre, le samedi matin.",
                "Trouver une place dans une voiture, en appelant l’avant-veille.",
                "Emprunter la remorque, contre un gâteau.",
                title="On peut y",
            ),
        ],
        fields={
            "kind": ActorKind.ASSOCIATION,
            "mission": "Que chacune et chacun puisse aller et revenir, avec ou sans permis.",
            "contact_email": "atelier@larouelibre.example",
        },
    ),
    Entry(
        key="poele",
        title="Centre social Le Poêle",
        summary="Un accueil, un lavoir devenu laverie, et des permanences où l’on remplit les papiers à deux.",
        picture="village",
        topics=["Lien social", "Numérique"],
        territory="Sainte-Ourse-sur-Rouspète",
        body=[
            text(
                "On vient au Poêle pour un dossier, on y reste pour la soupe. L’équipe tient une permanence dans chacune "
                "des trois intercommunalités, une semaine sur trois."
            )
        ],
        fields={
            "kind": ActorKind.SOCIAL,
            "mission": "Accueillir sans rendez-vous, accompagner sans faire à la place.",
            "contact_email": "accueil@lepoele.example",
        },
    ),
    Entry(
        key="garde-manger",
        title="Le Garde-Manger",
        summary="Épicerie coopérative de Col-Fleuri : trois cents coopérateurs et coopératrices, une seule caisse.",
        picture="etals",
        topics=["Alimentation"],
        territory="Col-Fleuri",
        body=[
            text(
                "Chaque membre donne trois heures par mois. En échange, des produits de vingt-deux fermes et un droit de "
                "vote sur la marque du café, qui a failli tout emporter en assemblée générale."
            )
        ],
        fields={
            "kind": ActorKind.COMPANY,
            "mission": "Vendre ce qui pousse ici à celles et ceux qui vivent ici.",
            "contact_email": "caisse@legardemanger.example",
        },
    ),
    Entry(
        key="cle-des-champs",
        title="La Clé des champs",
        summary="Une école de musique sans école : cinq professeures et professeurs, un camion, neuf villages.",
        picture="marche",
        topics=["Formation", "Culture et santé"],
        territory="Val-Bavard",
        body=[
            text(
                "Les cours ont lieu dans les mairies, les cuisines et une chapelle. Depuis que le col ferme plus souvent, "
                "une partie se donne à distance : c’est là que l’équipe a eu envie de se former."
            )
        ],
        fields={
            "kind": ActorKind.CULTURE,
            "mission": "Apprendre la musique là où l’on habite.",
            "contact_email": "camion@lacledeschamps.example",
        },
    ),
    Entry(
        key="leve-tot",
        title="Les Lève-Tôt du 6 h 12",
        summary="Collectif de passagères et passagers du premier car du matin, réuni par la panne de chauffage.",
        picture="aube",
        topics=["Mobilité"],
        territory="Trois-Cols",
        body=[
            text(
                "Ils et elles étaient neuf, un mardi de janvier, à attendre un car qui n’est jamais venu. Depuis, le "
                "collectif relève les horaires réels, et les compare à ceux de la fiche."
            )
        ],
        fields={
            "kind": ActorKind.COLLECTIVE,
            "mission": "Que le car de 6 h 12 parte à 6 h 12, et chauffé.",
            "contact_email": "612@levetot.example",
        },
    ),
]

ELSEWHERE = [
    Entry(
        key="mecano",
        title="La Mécano",
        summary="Plateforme de ressources culture, santé, handicap et dépendance, à l’échelle de l’Occitanie.",
        topics=["Culture et santé"],
        territory="Occitanie",
        body=[
            heading("Ses quatre missions"),
            points(
                "gérer le dispositif, que pilotent l’ARS et la DRAC Occitanie ;",
                "animer les réseaux culture, santé, handicap et dépendance ;",
                "renforcer les compétences de conduite de projet ;",
                "faire connaître le dispositif et les projets.",
            ),
        ],
        fields={
            "kind": ActorKind.CULTURE,
            "mission": "Coopérations, échanges, formations, informations et valorisation, pour qui porte un projet culture, "
            "santé, handicap et dépendance.",
        },
    ),
    Entry(
        key="ars",
        title="ARS Occitanie",
        summary="Agence régionale de santé : elle pilote le dispositif avec la DRAC.",
        topics=["Culture et santé"],
        territory="Occitanie",
        fields={"kind": ActorKind.PUBLIC, "mission": "Pilotage du dispositif culture, santé, handicap et dépendance."},
    ),
    Entry(
        key="drac",
        title="DRAC Occitanie",
        summary="Direction régionale des affaires culturelles : elle pilote le dispositif avec l’ARS.",
        topics=["Culture et santé"],
        territory="Occitanie",
        fields={"kind": ActorKind.PUBLIC, "mission": "Pilotage du dispositif culture, santé, handicap et dépendance."},
    ),
    Entry(
        key="loire-atlantique",
        title="Département de Loire-Atlantique",
        summary="Son projet stratégique s’articule autour des solidarités ; il fait de la culture un levier "
        "d’émancipation.",
        topics=["Formation", "Lien social"],
        territory="Loire-Atlantique",
        fields={
            "kind": ActorKind.PUBLIC,
            "mission": "Des solidarités éducatives, sociales et territoriales, sur six délégations.",
        },
    ),
    Entry(
        key="manufacture",
        title="La Manufacture des Liens",
        summary="Un tiers qui accompagne les coopérations entre les mondes de la santé et de la culture.",
        topics=["Coopération", "Culture et santé"],
        fields={
            "kind": ActorKind.CULTURE,
            "mission": "Aider les coopérations à naître, à tenir et à se transmettre.",
        },
    ),
    Entry(
        key="media-acteurs",
        title="Média des Acteurs",
        summary="Projet collectif du Grand Briançonnais : une infolettre, des ateliers participatifs et un journal, "
        "« Le Dirigeable ».",
        topics=["Coopération"],
        territory="Hautes-Alpes",
        fields={
            "kind": ActorKind.ASSOCIATION,
            "mission": "Mettre en réseau, en information et en coopération les gens d’un même territoire.",
        },
    ),
]

ORGANISATIONS = [*VALLEY, *ELSEWHERE]
