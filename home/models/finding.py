"""The index of all that is public. Rows are written by `home.search.indexing` and can be made again at any time."""

from django.db import models


class FindingEntry(models.Model):
    """One thing to find, with its words already made alike. Its full-text index is a table of SQLite or a column of
    PostgreSQL that the database keeps by itself (migration `finding_index`).
    """

    source = models.CharField("source", max_length=40)
    object_id = models.BigIntegerField("identifiant")
    kind = models.CharField("sorte", max_length=40)
    kind_label = models.CharField("sorte en mots", max_length=80)
    facet = models.CharField("nature", max_length=40, blank=True)
    title = models.CharField("titre", max_length=255)
    summary = models.TextField("résumé", blank=True)
    url = models.CharField("adresse", max_length=500)
    territory = models.ForeignKey(
        "cms.Territory", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="territoire"
    )
    # Every territory, main or not, by number, in order, between spaces: what the directory filters and counts.
    places = models.TextField("territoires", blank=True, db_default="", default="")
    topics = models.ManyToManyField("cms.Topic", related_name="+", verbose_name="thèmes")
    in_directory = models.BooleanField("dans l’annuaire", default=False)
    title_key = models.CharField("titre pour le tri", max_length=255)
    title_stems = models.TextField("mots du titre", blank=True)
    summary_stems = models.TextField("mots du résumé", blank=True)
    body_stems = models.TextField("mots du texte", blank=True)

    class Meta:
        verbose_name = "entrée de la recherche"
        verbose_name_plural = "entrées de la recherche"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id"],
                name="finding_entry_once",
                violation_error_message="Cette chose est déjà dans la recherche.",
            )
        ]
        indexes = [
            models.Index(fields=["in_directory", "title_key", "id"], name="finding_directory"),
            # The facets are counted in it alone, without reading the words of each entry.
            models.Index(fields=["in_directory", "kind", "facet", "places"], name="finding_facets"),
        ]

    def __str__(self) -> str:
        return self.title


class FindingWord(models.Model):
    """A word as somebody wrote it in a title or a summary, for « essayez plutôt »."""

    word = models.CharField("mot", max_length=60)
    key = models.CharField("sans accents", max_length=60, unique=True)
    uses = models.PositiveIntegerField("emplois", default=1)

    class Meta:
        verbose_name = "mot de la recherche"
        verbose_name_plural = "mots de la recherche"

    def __str__(self) -> str:
        return self.word
