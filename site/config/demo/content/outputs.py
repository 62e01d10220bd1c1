"""What the past workshop left: an état des lieux, an address book, seeds (S3-17)."""

from dataclasses import dataclass

from events.enums import DiagnosisKind as Kind
from events.enums import Phase, SeedKind, SeedState

BEFORE, MORNING = Phase.BEFORE, Phase.MORNING


@dataclass(frozen=True)
class Item:
    """One thing said. `by` is the rank of a person of `names`; `named` says that they agreed to be quoted."""

    kind: Kind
    text: str
    phase: Phase = MORNING
    by: int | None = None
    named: bool = False


@dataclass(frozen=True)
class Card:
    """One card of the address book: a person (`by`), who agreed or not, or a structure."""

    by: int | None = None
    agreed: bool = True
    organisation: str = ""
    organisation_name: str = ""
    role: str = ""
    what: str = ""


@dataclass(frozen=True)
class SeedSown:
    title: str
    kind: SeedKind
    need: str
    description: str
    state: SeedState
    group: str
    next_meeting: str
    members: tuple[int, ...]


ITEMS = (
    Item(Kind.BRAKE, "Le dernier car part de Sainte-Ourse à 18 h 40, avant la fin de toutes les activités.", BEFORE),
    Item(
        Kind.BRAKE, "On ne sait jamais si le col est ouvert : chacun téléphone à chacun, et tout le monde attend.", by=2
    ),
    Item(Kind.BRAKE, "Sans permis, un rendez-vous médical prend la journée.", BEFORE, by=7, named=True),
    Item(Kind.BRAKE, "L’assurance : personne n’est sûr d’avoir le droit de conduire quelqu’un d’autre."),
    Item(Kind.BRAKE, "Trois intercommunalités, trois tickets, trois numéros d’appel.", BEFORE),
    Item(Kind.LEVER, "Le minibus de la commune ne sort que deux jours par semaine.", by=0, named=True),
    Item(
        Kind.LEVER, "La Roue libre a déjà vingt-six conducteurs et conductrices, et un carnet plein.", by=3, named=True
    ),
    Item(Kind.LEVER, "L’hôpital de jour peut grouper les rendez-vous par vallée si on le lui demande."),
    Item(
        Kind.LEVER,
        "Les gens s’arrêtent déjà pour prendre quelqu’un : il suffirait de savoir où se mettre.",
        by=14,
        named=True,
    ),
    Item(Kind.MEANS, "Une salle d’attente chauffée, dans l’ancienne gare, que personne n’utilise le soir."),
    Item(Kind.MEANS, "Un vieux standard téléphonique, et deux personnes qui aiment s’en servir.", by=17, named=True),
    Item(
        Kind.EXPECTATION,
        "Que le transporteur vienne à la prochaine réunion avec un horaire, pas avec un diaporama.",
        BEFORE,
    ),
    Item(Kind.NEED, "Être prévenue la veille quand le car ne passera pas.", by=5, named=True),
    Item(Kind.NEED, "Rentrer du cinéma.", BEFORE),
    Item(Kind.NEED, "Une seule fiche, lisible, avec tous les arrêts des trois vallées.", by=8),
    Item(Kind.DESIRE, "Apprendre à conduire un minibus, depuis toujours.", by=19, named=True),
    Item(Kind.DESIRE, "Faire de l’attente un moment : lire, chanter, boire quelque chose de chaud."),
    Item(
        Kind.RESOURCE,
        "Le relevé des horaires réels tenu par les Lève-Tôt, minute par minute, depuis un an.",
        by=6,
        named=True,
    ),
    Item(Kind.INITIATIVE, "À Villevieille-le-Neuf, un banc rouge : on s’y assoit, quelqu’un s’arrête.", by=14),
    Item(Kind.INITIATIVE, "Le pédibus de Saint-Bavard, tenu par deux grands-pères qui ne se parlent pas.", BEFORE),
    Item(
        Kind.PREVIOUS_WORK,
        "Une étude de mobilité de 140 pages, rendue il y a six ans, que trois personnes ont lue.",
        BEFORE,
    ),
    Item(
        Kind.POINT_OF_VIEW,
        "On ne manque pas de voitures, on manque d’occasions de se dire où l’on va.",
        by=1,
        named=True,
    ),
    Item(Kind.STRENGTH, "Ici, tout le monde se connaît de vue."),
    Item(Kind.WEAKNESS, "Ici, tout le monde se connaît de vue, et personne n’ose demander."),
)

CARDS = (
    Card(by=0, role="secrétaire de mairie, Sainte-Ourse", what="Sait qui a la clé de quoi, et le double."),
    Card(
        by=1,
        role="habitant de La Traverse-d’en-Haut",
        what="A une voiture, du temps, et une opinion sur les ronds-points.",
    ),
    Card(by=3, role="coordination, La Roue libre", what="Tient le carnet du covoiturage solidaire."),
    Card(by=6, role="Les Lève-Tôt du 6 h 12", what="Relève les horaires, répare les abris."),
    Card(by=9, agreed=False, role="cadre de santé", what="Groupe les rendez-vous par vallée."),
    Card(by=14, role="menuisière, Villevieille-le-Neuf", what="Fabrique des bancs rouges."),
    Card(by=17, role="standardiste à la retraite", what="Reprendrait volontiers du service deux matins par semaine."),
    Card(by=19, agreed=False, role="futur conducteur", what="Veut passer le permis D."),
    Card(
        organisation="roue-libre", role="covoiturage solidaire", what="Vingt-six conducteurs et conductrices bénévoles."
    ),
    Card(organisation="poele", role="centre social", what="Aide à remplir les dossiers de transport."),
    Card(organisation="petit-ecran", role="cinéma", what="Décale la séance quand le minibus est en retard."),
    Card(
        organisation_name="Cars Bouquetin et filles",
        role="transporteur",
        what="Trois cars, dont un chauffé. Le bureau répond de 7 h à 9 h.",
    ),
)

SEEDS = (
    SeedSown(
        title="La nuit des phares",
        kind=SeedKind.EVENT,
        need="Se rendre compte de combien nous sommes, seuls et seules, sur la même route à la même heure.",
        description="Un soir d’hiver, toutes les voitures qui descendent s’arrêtent à l’ancienne gare, phares allumés, et "
        "chacun dit où il va. On compte, on se présente, et l’on repart à plusieurs.",
        state=SeedState.GROWING,
        group="Les Phares",
        next_meeting="le premier mardi du mois, à 18 h, dans la salle des pas perdus",
        members=(1, 5, 12, 14),
    ),
    SeedSown(
        title="La fiche unique",
        kind=SeedKind.TOOL,
        need="Une seule fiche, lisible, avec tous les arrêts des trois vallées.",
        description="Tous les arrêts, tous les horaires, les bancs rouges et les numéros utiles sur une feuille pliée en "
        "huit, que l’on trouve à la mairie, au cinéma et dans les salles d’attente.",
        state=SeedState.FLOWERING,
        group="Les Plieuses et les Plieurs",
        next_meeting="chez Le Poêle, un jeudi sur deux",
        members=(0, 6, 8),
    ),
    SeedSown(
        title="Une journée dans le 6 h 12",
        kind=SeedKind.ARTICLE,
        need="Que celles et ceux qui décident des horaires sachent à quoi ressemble un matin de janvier.",
        description="Un article écrit à quatre mains dans le car, carnet sur les genoux, du premier arrêt au terminus, avec "
        "l’accord de toutes les personnes nommées.",
        state=SeedState.HARVESTED,
        group="Les Passagères du fond",
        next_meeting="dans le car",
        members=(6, 10),
    ),
)
