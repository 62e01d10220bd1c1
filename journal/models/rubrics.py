from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from ..forms.pages import RubricForm


class Rubric(index.Indexed, models.Model):
    """A section of the journal, named by a verb: Rencontrer, Comprendre, S’entraider, Semer, Agir, Partager."""

    name = models.CharField(
        "nom",
        max_length=40,
        unique=True,
        help_text="De préférence un verbe : « Rencontrer », « Semer ».",
        error_messages={"unique": "Une rubrique porte déjà ce nom."},
    )
    slug = models.SlugField(
        "adresse",
        max_length=40,
        unique=True,
        blank=True,
        help_text="En minuscules, sans accent ni espace. Vide : faite depuis le nom.",
        error_messages={"unique": "Une rubrique a déjà cette adresse."},
    )
    promise = models.CharField(
        "ce qu’on y trouve",
        max_length=160,
        blank=True,
        help_text="Une phrase courte, montrée dans le sommaire.",
    )
    position = models.PositiveSmallIntegerField("ordre", default=1, editable=False)

    # Wagtail’s listing lets editors drag the rubrics in this order.
    sort_order_field = "position"
    base_form_class = RubricForm
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("promise")]

    class Meta:
        verbose_name = "rubrique"
        verbose_name_plural = "rubriques"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
