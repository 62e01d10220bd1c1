"""Articles of issue n° 1 that their authors wrote from nothing."""

from .entries import Entry, heading, picture, points, quote, teaser, text
from .journal_issue import DRAWING, PHOTO, WRITING, Article, note

WRITTEN = [
    Article(
        entry=Entry(
            key="article-gare",
            title="La gare où plus rien ne part",
            summary="Le dernier train du tortillard a quitté Sainte-Ourse en 1954. Depuis, la salle d’attente a beaucoup servi.",
            picture="refuge",
            topics=["Lien social"],
            territory="Sainte-Ourse-sur-Rouspète",
        ),
        rubric="Rencontrer",
        kicker="Un lieu",
        signatures=[("Hélène Corniche", WRITING), ("Maël Carline", DRAWING)],
        body=[
            text(
                "La pendule de la gare marque 7 h 04. Personne ne l’a remontée depuis le dernier train, et personne ne le "
                "propose : elle donne l’heure juste deux fois par jour, ce qui est mieux que le car.",
                "Après le train, il y eut un dépôt de sel, un club de ping-pong, puis rien. La commune allait murer la porte "
                "quand un soir de neige dix-sept personnes s’y sont réfugiées. On a brûlé un banc. On a juré de le remplacer.",
            ),
            quote(
                "Le banc, c’est moi qui l’ai refait. Il est plus confortable, ce n’est pas difficile.",
                by="Une menuisière",
            ),
            heading("Une salle des pas perdus, et retrouvés"),
            text(
                "Aujourd’hui, on y tient des ateliers, on y plie ce journal, et l’on y attend toujours. L’hiver, la porte "
                "reste ouverte jusqu’au dernier car du soir, que personne n’a encore obtenu."
            ),
            note("1954", "L’année du dernier train. Le quai sert de potager depuis 2019."),
        ],
    ),
    Article(
        entry=Entry(
            key="article-annonces",
            title="Cherche thermos, donne trajets",
            summary="Trente-deux besoins ont été écrits sur des papiers roses, trente-deux moyens sur des papiers verts. Neuf "
            "se sont trouvés avant midi.",
            picture="etals",
            topics=["Lien social", "Mobilité"],
            territory="Hautes-Combes",
        ),
        rubric="S’entraider",
        kicker="Petites annonces",
        signatures=[("Loubna Virage", WRITING)],
        body=[
            text(
                "Les papiers qui restent sont ici. Si l’un d’eux est le vôtre sans le savoir, écrivez à la rédaction."
            ),
            points(
                "un thermos de cinq litres, pour le car du soir ;",
                "une personne qui relise des fiches d’horaires sans s’endormir ;",
                "un garage chauffé, deux heures, un samedi ;",
                "quelqu’un qui descende à Villevieille le mardi et n’ait pas peur des violoncelles.",
                title="On cherche",
            ),
            points(
                "deux matinées par semaine de standard téléphonique ;",
                "une remorque, contre un gâteau ;",
                "des cours de créneau, avec patience ;",
                "un banc rouge, à poser où l’on veut.",
                title="On propose",
            ),
        ],
    ),
    Article(
        entry=Entry(
            key="article-car-du-soir",
            title="Vendredi, 22 h 47, minibus",
            summary="Huit soirées, cinquante et un trajets : l’essai du car du soir, raconté depuis la banquette du fond.",
            picture="nuit",
            topics=["Mobilité"],
            territory="Haute-Rouspète",
        ),
        rubric="Agir",
        kicker="Reportage",
        signatures=[("Kim Sérac", WRITING), ("Nour Crampon", PHOTO)],
        body=[
            text(
                "Le film finit mal, mais tout le monde rit : la porte de sortie est coincée et il faut passer par "
                "la cabine. Dehors, le minibus tourne. Au volant, une bénévole de La Roue libre, bonnet jusqu’aux sourcils.",
                "À bord, neuf personnes et une question : était-ce le frère, ou pas ? Elle occupera les quatorze kilomètres "
                "jusqu’à La Traverse. Au troisième virage, on a deux théories et une chanson.",
            ),
            picture("route", caption="La route du col, de jour, par quelqu’un qui préfère dessiner le jour."),
            heading("Ce que cela coûte"),
            points(
                "un plein pour trois soirées ;",
                "deux bénévoles, dont une ou un qui ne conduit pas et tient le thermos ;",
                "la bonne volonté de la commune, qui prête le minibus le vendredi.",
            ),
            text("Il reste à obtenir le samedi. Le samedi, il y a bal."),
            teaser("car-du-soir"),
        ],
    ),
    Article(
        entry=Entry(
            key="article-atelier-mode-d-emploi",
            title="Faire un atelier chez soi : la recette",
            summary="Une salle, un drap, vingt personnes et une soupe. Tout le reste se prête.",
            picture="table",
            topics=["Coopération"],
            territory="Hautes-Combes",
        ),
        rubric="Partager",
        kicker="Mode d’emploi",
        signatures=[("Gaspard Bardeau", WRITING), ("Quitterie Tavaillon", DRAWING)],
        body=[
            points(
                "<b>Trois mois avant.</b> Choisissez une question qui empêche de dormir plusieurs personnes à la fois.",
                "<b>Un mois avant.</b> Envoyez un questionnaire de cinq lignes. Six, c’est trop.",
                "<b>Le matin.</b> Un papier par personne et par idée. On colle, on ne discute pas encore.",
                "<b>À midi.</b> Faites éplucher ensemble celles et ceux qui ne se parlent pas.",
                "<b>L’après-midi.</b> Une table par besoin. Personne ne sort sans avoir dit ce qu’il ou elle fera lundi.",
                "<b>Le lendemain.</b> Écrivez tout, et demandez avant de citer.",
                ordered=True,
            ),
            note("Le drap", "Deux mètres sur trois, en coton, pas en lin : les feutres y bavent."),
            text(
                "La méthode n’est pas de nous. Elle vient du Média des Acteurs, dans le Grand Briançonnais, qui l’a écrite en "
                "2020 : trois heures pour se connaître, une heure à table, trois heures pour coopérer."
            ),
            teaser("cadre"),
        ],
    ),
]
