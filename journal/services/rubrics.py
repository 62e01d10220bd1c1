"""The rubrics every journal starts with."""

from django.db import transaction

from cms.slugs import french_slug

from ..models import Rubric

# After the « Journal du Pays » (requirements, trap 4): a rubric is something that one does.
DEFAULT_RUBRICS = (
    ("Rencontrer", "Des gens, des lieux, des portraits."),
    ("Comprendre", "Un sujet que l’on prend le temps d’ouvrir."),
    ("S’entraider", "Ce que l’on cherche, ce que l’on propose."),
    ("Semer", "Les graines de projet nées des ateliers."),
    ("Agir", "Ce qui se fait, et comment s’y joindre."),
    ("Partager", "Des outils, des lectures, des savoir-faire."),
)


@transaction.atomic
def ensure_rubrics() -> dict[str, Rubric]:
    """The default rubrics by name, created when missing. One that exists keeps its words and its place."""
    rubrics = {}
    for position, (name, promise) in enumerate(DEFAULT_RUBRICS, start=1):
        rubrics[name], _ = Rubric.objects.get_or_create(
            slug=french_slug(name), defaults={"name": name, "promise": promise, "position": position}
        )
    return rubrics
