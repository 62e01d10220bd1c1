from django.db import models
from wagtail.search import index


class Rubric(index.Indexed, models.Model):
    """A section of the journal, named by a verb: Rencontrer, Comprendre, S'entraider, Semer, Agir, Partager."""

    name = models.CharField("nom", max_length=40, unique=True)
    slug = models.SlugField("adresse", max_length=40, unique=True)
    promise = models.CharField("ce qu’on y trouve", max_length=160, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=1)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = "rubrique"
        verbose_name_plural = "rubriques"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
