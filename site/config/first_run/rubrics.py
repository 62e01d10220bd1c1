"""The six rubrics of « Le Dirigeable », named by verbs (requirements.md, decision 4)."""

from journal.models import Rubric

RUBRICS = (
    ("Rencontrer", "rencontrer", "Des portraits, des lieux, des personnes que l’on croise sans les connaître."),
    ("Comprendre", "comprendre", "Un état des lieux, des chiffres, des points de vue qui se répondent."),
    ("S’entraider", "s-entraider", "Des besoins et des moyens qui se cherchent, et parfois se trouvent."),
    ("Semer", "semer", "Les graines de projet et les groupes qui les font pousser."),
    ("Agir", "agir", "Ce qui se fait déjà, ici, et comment le rejoindre."),
    ("Partager", "partager", "Des outils, des adresses, des savoir-faire à reprendre chez soi."),
)


def ensure_rubrics() -> None:
    """Make the rubrics of a site that has none. An editor who removed one is not contradicted."""
    if not Rubric.objects.exists():
        for position, (name, slug, promise) in enumerate(RUBRICS, start=1):
            Rubric.objects.create(name=name, slug=slug, promise=promise, position=position)
