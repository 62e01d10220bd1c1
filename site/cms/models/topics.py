from django.db import models
from wagtail.search import index


class Topic(index.Indexed, models.Model):
    """What a page is about: mobilité, lecture, santé…"""

    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    description = models.CharField("description", max_length=250, blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
