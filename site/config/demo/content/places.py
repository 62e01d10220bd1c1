"""Where it happens: the valley of the Rouspète, which does not exist, and the places of the five sources, which do."""

from cms.enums import TerritoryKind

REGION, DEPARTMENT = TerritoryKind.REGION, TerritoryKind.DEPARTMENT
GROUPING, COMMUNE, DELEGATION = TerritoryKind.INTERCOMMUNALITY, TerritoryKind.COMMUNE, TerritoryKind.DELEGATION

# Name, scale, and what lies under it.
Place = tuple[str, TerritoryKind, list["Place"]]

PLACES: list[Place] = [
    (
        "Arc-en-Monts",
        REGION,
        [
            (
                "Hautes-Combes",
                DEPARTMENT,
                [
                    (
                        "Haute-Rouspète",
                        GROUPING,
                        [
                            ("Sainte-Ourse-sur-Rouspète", COMMUNE, []),
                            ("Le Monêt-Perché", COMMUNE, []),
                            ("Entre-Deux-Neiges", COMMUNE, []),
                        ],
                    ),
                    (
                        "Trois-Cols",
                        GROUPING,
                        [
                            ("Col-Fleuri", COMMUNE, []),
                            ("Pierre-Folle-les-Bains", COMMUNE, []),
                            ("La Traverse-d’en-Haut", COMMUNE, []),
                        ],
                    ),
                    (
                        "Val-Bavard",
                        GROUPING,
                        [
                            ("Saint-Bavard", COMMUNE, []),
                            ("Villevieille-le-Neuf", COMMUNE, []),
                            ("Les Quatre-Cloches", COMMUNE, []),
                        ],
                    ),
                ],
            )
        ],
    ),
    ("Occitanie", REGION, []),
    ("Pays de la Loire", REGION, [("Loire-Atlantique", DEPARTMENT, [("Pays de Retz", DELEGATION, [])])]),
    (
        "Provence-Alpes-Côte d’Azur",
        REGION,
        [
            (
                "Hautes-Alpes",
                DEPARTMENT,
                [
                    ("Briançonnais", GROUPING, []),
                    ("Guillestrois-Queyras", GROUPING, []),
                    ("Pays des Écrins", GROUPING, []),
                ],
            )
        ],
    ),
]

VALLEY = "Hautes-Combes"

TOPICS = [
    ("Mobilité", "Aller au travail, chez le médecin, au cinéma, et en revenir."),
    ("Culture et santé", "Des artistes dans les lieux de soin, des soignantes et des soignants dans les lieux d’art."),
    ("Alimentation", "Du jardin à la cantine, et retour au compost."),
    ("Lien social", "Ce qui fait que l’on se parle."),
    ("Numérique", "Les outils, leurs usages, et le droit de s’en passer."),
    ("Formation", "Apprendre ensemble, entre métiers qui s’ignorent."),
    ("Jeunesse", "Ce que font les moins de vingt-cinq ans quand on les laisse faire."),
    ("Coopération", "Faire à plusieurs ce que personne ne ferait seul."),
]
