"""What goes on after the past workshop, and in the trainings: restitution, news of groups, words opened, tools compared."""

from events.enums import ProposalKind, RemarkKind

RESTITUTION = (
    "Trente et une personnes, un col ouvert et une soupe pour tout le monde. De cette journée restent un état des lieux "
    "des trajets, un carnet d’adresses où chacun et chacune a choisi ce qu’on lit, et trois graines de projet."
)

# Of each seed, by title: days before today, and what its group told.
NEWS = {
    "La nuit des phares": (
        (
            33,
            "La commune prête l’ancienne gare. Il reste à trouver vingt thermos et un haut-parleur qui ne siffle pas.",
        ),
        (6, "Dix-neuf voitures annoncées. Apportez une lampe, une idée de trajet et des gants."),
    ),
    "La fiche unique": (
        (48, "Premier pliage : en huit, elle tient dans une poche. En seize, plus personne ne la déplie."),
    ),
    "Une journée dans le 6 h 12": ((70, "L’article est paru. Merci à celles et ceux du fond du car."),),
}
# Somebody who waits for the answer of the first group.
REQUEST = (20, "J’ai un siège-auto, un permis et mes mardis.")

# Noted in confidence: the words, who said them, whom else they concern, who agreed. The second is still sealed.
CONFIDED = (
    ("J’ai refusé un travail parce que le car ne passait pas. Je ne l’avais dit à personne.", 7, (1, 5), (7, 1, 5)),
    ("On m’a répondu que je n’avais qu’à déménager.", 12, (0, 3), (12, 0)),
)

TOPICS = (
    ("Animer à distance un groupe où une personne sur trois n’allume pas sa caméra", 1, (1, 2, 4)),
    ("Préparer une visite quand la moitié du groupe ne lit pas", 3, (3, 2)),
)
# Name, use, then each review: rank of who wrote it, structure, advantages, limits.
TOOLS = (
    (
        "Le carnet partagé",
        "Écrire à plusieurs en même temps",
        (
            (
                1,
                "Le Poêle, centre social",
                "Rien à installer ; on voit qui écrit.",
                "Difficile sur un petit téléphone.",
            ),
            (2, "Le Petit Écran, cinéma", "Reste lisible après la séance.", "Quelqu’un efface toujours tout une fois."),
        ),
    ),
    (
        "Le téléphone, à tour de rôle",
        "Parler à ceux qui n’ont pas d’ordinateur",
        ((3, "La Roue libre", "Personne n’est oublié.", "Il faut une heure pour ce qui en prend dix minutes."),),
    ),
)
TASK = (
    "Tenir une réunion de vingt minutes à distance, avec un tour de parole",
    "Notez ce qui a marché, et qui s’est tu.",
)

REMARKS = (
    (RemarkKind.STRENGTH, "Une heure, pas une minute de plus : tout le monde arrive et tout le monde parle.", 0),
    (RemarkKind.WEAKNESS, "On se quitte au moment où l’on commence à se comprendre.", 4),
    (RemarkKind.WEAKNESS, "Personne du soin ne peut venir le jeudi matin.", 9),
)
PROPOSAL = (
    ProposalKind.DATE,
    "Une date l’après-midi, sur place, avec un goûter",
    "Pour celles et ceux que le jeudi matin retient, et pour continuer la conversation au-delà de l’heure.",
)
