"""What the valley is up to."""

from home.enums import ProjectStage

from .entries import Entry, Link, heading, points, quote, text

PROJECTS = [
    Entry(
        key="car-du-soir",
        title="Le car du soir",
        summary="Un minibus qui attend la fin du film, pour que le cinéma ne soit plus réservé à qui conduit la nuit.",
        picture="route",
        topics=["Mobilité", "Lien social"],
        territory="Haute-Rouspète",
        body=[
            text(
                "Le dernier car quitte Sainte-Ourse à 18 h 40. La séance commence à 20 h 30. Entre les deux, il y a La Roue "
                "libre, Le Petit Écran et un minibus de neuf places que la commune prête le vendredi.",
                "L’idée est née à l’atelier « Qui m’emmène ? ». Huit soirées d’essai ont eu lieu : cinquante et un trajets, "
                "une seule panne, et une chanson composée à l’arrière.",
            ),
            quote(
                "On a ri deux fois : au film, et dans le minibus.", by="Une spectatrice", role="La Traverse-d’en-Haut"
            ),
        ],
        fields={
            "organisation": Link("roue-libre"),
            "stage": ProjectStage.RUNNING,
            "needs": "Deux conducteurs ou conductrices le vendredi soir, et un thermos de grande contenance.",
        },
    ),
    Entry(
        key="fenetres",
        title="Les fenêtres chantent",
        summary="Des chansons recueillies auprès des personnes âgées, apprises par les élèves, chantées sous les fenêtres.",
        picture="village",
        topics=["Culture et santé", "Jeunesse"],
        territory="Pierre-Folle-les-Bains",
        body=[
            text(
                "Une professeure de chant passe deux après-midi par mois aux Gentianes. Elle en rapporte des couplets que "
                "personne n’avait notés. Les élèves de La Clé des champs les apprennent, puis reviennent les rendre."
            ),
            heading("Où l’on en est"),
            points(
                "vingt-trois chansons recueillies, dont quatre inavouables ;",
                "onze élèves, de neuf à soixante-douze ans ;",
                "un concert sous les fenêtres à chaque changement de saison.",
            ),
        ],
        fields={
            "organisation": Link("cle-des-champs"),
            "stage": ProjectStage.RUNNING,
            "needs": "Quelqu’un qui lit la musique ancienne, et un enregistreur qui ne craint pas le froid.",
        },
    ),
    Entry(
        key="marmite",
        title="La grande marmite",
        summary="Une disco-soupe itinérante, avec les légumes que les fermes ne peuvent pas vendre.",
        picture="etals",
        topics=["Alimentation", "Lien social"],
        territory="Trois-Cols",
        body=[
            text(
                "Un village, un dimanche, deux cents litres de soupe et des couteaux pour tout le monde. On épluche en "
                "musique, on mange gratis, on repart avec un bocal.",
                "La marmite est trouvée. Il manque de quoi la transporter : elle pèse quarante kilos, vide.",
            )
        ],
        fields={
            "organisation": Link("garde-manger"),
            "stage": ProjectStage.BUILDING,
            "needs": "Une remorque, quatre tréteaux, et des villages volontaires.",
        },
    ),
    Entry(
        key="congere",
        title="Radio Congère",
        summary="La radio des jours où l’on ne peut pas sortir, faite par des moins de vingt-cinq ans.",
        picture="nuit",
        topics=["Jeunesse", "Numérique"],
        territory="Val-Bavard",
        body=[
            text(
                "Quand le col ferme, le lycée ferme aussi. Six élèves internes ont demandé la clé de la salle de musique et "
                "émettent sur internet : bulletin des routes, recettes, entretiens avec des gens coincés comme eux.",
                "La prochaine tempête servira de saison 2.",
            )
        ],
        fields={
            "organisation": Link("poele"),
            "stage": ProjectStage.RUNNING,
            "needs": "Un second micro, et de la neige.",
        },
    ),
    Entry(
        key="boussole",
        title="La boussole des petits dossiers",
        summary="Une boîte à outils pour les communes de moins de mille habitants : une fiche par démarche, pas davantage.",
        picture="lac",
        topics=["Coopération", "Numérique"],
        territory="Hautes-Combes",
        body=[
            text(
                "Demander une subvention, ouvrir une salle, accueillir une compagnie : chaque fiche dit qui appeler, dans "
                "quel ordre, et à quelle heure on a une chance que quelqu’un réponde.",
            ),
            points("trois fiches écrites ;", "sept en relecture chez des secrétaires de mairie ;", "une qui résiste."),
        ],
        fields={
            "organisation": Link("poele"),
            "stage": ProjectStage.BUILDING,
            "needs": "Des secrétaires de mairie qui relisent, et une illustratrice ou un illustrateur.",
        },
    ),
    Entry(
        key="lavoir",
        title="Le lavoir qui parle",
        summary="Des histoires de lessive et de politique, à écouter dans le lavoir de Sainte-Ourse, les pieds au sec.",
        picture="refuge",
        topics=["Culture et santé", "Lien social"],
        territory="Sainte-Ourse-sur-Rouspète",
        body=[
            text(
                "Pendant deux siècles, c’est au lavoir que l’on a su les choses. Le centre social veut y installer une "
                "boîte à histoires, racontées par des résidentes et résidents des Gentianes. Le devis est en route."
            )
        ],
        fields={
            "organisation": Link("gentianes"),
            "stage": ProjectStage.IDEA,
            "needs": "Une personne qui sait cacher un haut-parleur dans une pierre.",
        },
    ),
]
