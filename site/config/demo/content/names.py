"""People of the valley. They do not exist, and their addresses end in `.example`, which nobody may own."""

from cms.slugs import french_slug

GIVEN = [
    "Apolline",
    "Basile",
    "Camille",
    "Djamila",
    "Élie",
    "Fatou",
    "Gaspard",
    "Hélène",
    "Idriss",
    "Jeanne",
    "Kim",
    "Loubna",
    "Maël",
    "Nour",
    "Océane",
    "Pierrick",
    "Quitterie",
    "Rose",
    "Sacha",
    "Thibault",
    "Ulysse",
    "Violette",
    "Wassim",
    "Yasmine",
    "Zélie",
    "Anselme",
    "Bérénice",
    "Côme",
    "Dorothée",
    "Eudes",
]
FAMILY = [
    "Airelle",
    "Alpage",
    "Bardeau",
    "Bouquetin",
    "Carline",
    "Chamois",
    "Clapier",
    "Corniche",
    "Couloir",
    "Crampon",
    "Éboulis",
    "Edelweiss",
    "Fougère",
    "Génépi",
    "Grangette",
    "Lauze",
    "Marmotte",
    "Mélèze",
    "Moraine",
    "Névé",
    "Piolet",
    "Ravine",
    "Sérac",
    "Sonnaille",
    "Tavaillon",
    "Tourbière",
    "Vernet",
    "Virage",
]
MAILBOXES = ("courrier-des-cols.example", "rouspete.example", "boite-aux-neiges.example")


def person(rank: int) -> tuple[str, str]:
    """The given and family names of the person of that rank; all differ below 840."""
    return GIVEN[rank % len(GIVEN)], FAMILY[(rank * 5 + rank // len(GIVEN) * 3) % len(FAMILY)]


def address(rank: int) -> str:
    given, family = person(rank)
    return f"{french_slug(given)}.{french_slug(family)}@{MAILBOXES[rank % len(MAILBOXES)]}"
