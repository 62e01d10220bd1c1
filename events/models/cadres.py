"""The « cadre »: the charter of the method, one version a year, that workshops follow (S3-01)."""

from django.db import models
from django.urls import reverse
from wagtail.fields import RichTextField


class CadreQuerySet(models.QuerySet["Cadre"]):
    def adopted(self) -> "CadreQuerySet":
        return self.exclude(adopted_on=None)


class Cadre(models.Model):
    """One version of the charter. Once adopted its words no longer move: a change is another version."""

    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveSmallIntegerField("version dans l’année", default=1, editable=False)
    introduction = models.TextField("introduction", blank=True, max_length=800)
    text = RichTextField("texte", features=["h3", "h4", "bold", "italic", "ol", "ul", "link"])
    changes = models.TextField(
        "ce qui change", blank=True, max_length=800, help_text="Par rapport à la version précédente, en deux phrases."
    )
    adopted_on = models.DateField("adopté le", null=True, blank=True, editable=False)

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = "cadre"
        verbose_name_plural = "cadres"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="cadre_version_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, year__gte=2000, year__lte=2200),
                name="cadre_year_sensible",
                violation_error_message="L’année s’écrit en quatre chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return f"Cadre {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("events:cadre", args=[self.slug])

    @property
    def label(self) -> str:
        """« 2026 », then « 2026, version 2 »."""
        return str(self.year) if self.number == 1 else f"{self.year}, version {self.number}"

    @property
    def slug(self) -> str:
        return str(self.year) if self.number == 1 else f"{self.year}-{self.number}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None
