"""The next workshop while it is prepared, the charter it follows, and what links the findings of the past one."""

from dataclasses import dataclass

from events.enums import DiagnosisKind as Kind

CADRE_INTRODUCTION = "Ce que nous promettons à chaque atelier, et ce que nous demandons. Nous le relisons tous les ans."
CADRE = (
    "<h3>Ce que nous promettons</h3><ul>"
    "<li>Trois mois de préparation, et un questionnaire à qui ne pourra pas venir.</li>"
    "<li>Un tour de table où chaque personne parle, une minute, montre en main.</li>"
    "<li>Un repas partagé, et quelqu’un qui fait la vaisselle.</li>"
    "<li>Rien de ce qui est dit ne paraît avec un nom sans l’accord de qui l’a dit.</li></ul>"
    "<h3>Ce que nous demandons</h3><ul>"
    "<li>Venir pour son besoin, et rester pour celui des autres.</li>"
    "<li>Repartir avec une personne à rappeler.</li></ul>"
)
CADRE_CHANGES = "Le questionnaire en amont devient la règle, et la vaisselle entre dans le cadre."


@dataclass(frozen=True)
class Step:
    """A step; `by` is the rank of its owner in TEAM, `done` says that it is."""

    days: int
    title: str
    details: str = ""
    by: int | None = None
    done: bool = False


@dataclass(frozen=True)
class Said:
    """One line of an answer; `kept` says that the team read it and kept it."""

    kind: Kind
    text: str
    kept: bool = True


@dataclass(frozen=True)
class Reply:
    """One answer to the questionnaire. `by` is a rank in `names`, or nobody; `named` agrees to be quoted."""

    said: tuple[Said, ...]
    by: int | None = None
    named: bool = False
    organisation: str = ""


# Ranks in `names`, and the structure each speaks for.
TEAM = ((2, "Le Garde-manger"), (11, "Les Cols réunis"), (16, ""))
STEPS = (
    Step(130, "Choisir l’enjeu, et le poser en une question", by=1, done=True),
    Step(120, "Réunir l’équipe de préparation", "Trois personnes, pas une de plus.", by=1, done=True),
    Step(112, "Réserver la salle des fêtes", "Avec la cuisine, la rampe et les clés de la rampe.", by=2, done=True),
    Step(106, "Retrouver l’enquête de la cantine", "Elle est dans un placard, mais lequel ?", by=0),
    Step(101, "Écrire le questionnaire aux acteurs et actrices", by=0, done=True),
    Step(98, "Demander le relais des têtes de réseau", "Un message prêt à transmettre."),
    Step(90, "Ouvrir les inscriptions, préparer l’affiche", "Image, texte court, code QR.", by=1),
    Step(88, "Envoyer le questionnaire aux trois marchés", by=0),
    Step(45, "Trouver des marmites de cinquante litres", by=2),
    Step(30, "Préparer la disco-soupe", "Qui apporte quoi, qui apporte la musique."),
    Step(14, "Préparer l’animation", "Cartes du tour de table, fiches numérotées, feutres qui marchent.", by=1),
    Step(10, "Mettre en forme l’état des lieux d’amont", by=0),
    Step(0, "Accueillir", "Ouvrir la salle, projeter le mur, allumer le poêle.", by=2),
    Step(-7, "Publier la restitution, écrire aux personnes excusées", by=1),
    Step(-15, "Faire le bilan, et rendre les marmites", by=2),
)
INTRODUCTION = (
    "Vous cultivez, vous cuisinez, vous mangez, ou vous sautez des repas. Dites-nous ce que vous voyez : cela nous sert "
    "de point de départ, que vous veniez ou non."
)
QUESTIONS = (
    ("Qu’est-ce qui empêche de bien manger, ici ?", Kind.BRAKE),
    ("Qu’est-ce qui aide déjà ?", Kind.LEVER),
    ("De quoi auriez-vous besoin ?", Kind.NEED),
    ("Que pourriez-vous mettre en commun ?", Kind.MEANS),
    ("Qui fait déjà quelque chose ?", Kind.INITIATIVE),
)
REPLIES = (
    Reply(
        by=2,
        named=True,
        organisation="Le Garde-manger",
        said=(
            Said(Kind.BRAKE, "Les invendus du vendredi ne trouvent personne avant le lundi."),
            Said(Kind.MEANS, "Une chambre froide, à moitié vide trois jours par semaine."),
        ),
    ),
    Reply(
        by=13,
        named=True,
        organisation="Cantine de Col-Fleuri",
        said=(
            Said(
                Kind.BRAKE, "La cantine commande six mois d’avance, les jardins ne savent pas ce qu’ils auront jeudi."
            ),
            Said(Kind.NEED, "Savoir le mardi ce qui sera mûr le jeudi."),
        ),
    ),
    Reply(
        by=9,
        said=(
            Said(Kind.BRAKE, "Après une hospitalisation, personne ne sait qui peut porter un repas."),
            Said(Kind.NEED, "Une liste de gens qui cuisinent pour deux et vivent seuls."),
        ),
    ),
    Reply(
        said=(
            Said(Kind.LEVER, "Au marché, on se parle."),
            Said(Kind.LEVER, "Le jardin de l’école produit plus de courgettes que l’école n’en peut voir."),
            Said(Kind.MEANS, "Deux casseroles, et le temps d’attendre qu’elles chauffent."),
            Said(Kind.INITIATIVE, "La table d’hôte du mercredi, chez qui veut bien."),
        ),
    ),
    Reply(
        by=21,
        organisation="Ferme des Trois Cols",
        said=(
            Said(Kind.BRAKE, "Le transport : un légume voyage plus que moi.", kept=False),
            Said(Kind.NEED, "Un seul point de dépôt, ouvert tôt.", kept=False),
            Said(Kind.INITIATIVE, "Un camion qui redescend vide le samedi.", kept=False),
        ),
    ),
)
# What faces what, by the first words of each.
LINKS = (
    ("Les invendus du vendredi", "Au marché, on se parle"),
    ("La cantine commande six mois", "Le jardin de l’école"),
    ("Savoir le mardi", "Une chambre froide"),
    ("Une liste de gens qui cuisinent", "Deux casseroles"),
    ("Le dernier car part", "Le minibus de la commune"),
    ("On ne sait jamais si le col", "Les gens s’arrêtent déjà"),
    ("Sans permis, un rendez-vous", "L’hôpital de jour peut"),
    ("Sans permis, un rendez-vous", "La Roue libre a déjà"),
    ("Être prévenue la veille", "Un vieux standard"),
    ("Rentrer du cinéma", "Une salle d’attente"),
)
# What the morning of the past workshop put into other words: the beginning of what it became, and what was written before.
REWORDED = (
    ("Le dernier car part", "Le car part trop tôt."),
    ("Trois intercommunalités", "Les tickets ne sont pas les mêmes."),
)
