"""A programme as it was at a date, and what changed since the one before (S1-07)."""

from django.db import models
from django.utils import timezone

from .programmes import ProgrammePage


class ProgrammeVersion(models.Model):
    """A frozen copy of the typed parts of a programme. Written by `home.services.versions` only.

    `parts` holds the HTML of each part by the name of its field. Not an inline: an older revision of the page,
    published again, would write its own history over this one.
    """

    programme = models.ForeignKey(
        ProgrammePage, on_delete=models.CASCADE, related_name="versions", verbose_name="programme"
    )
    name = models.CharField("nom de la version", max_length=80, help_text="Par exemple « 2023-2024 ».")
    dated = models.DateField("du", default=timezone.localdate)
    changes = models.TextField("ce qui a changé", blank=True, max_length=1200)
    contributors = models.CharField(
        "construite avec",
        max_length=300,
        blank=True,
        help_text="Des structures ou des groupes. Une personne n’est nommée qu’avec son accord.",
    )
    parts = models.JSONField("parties", default=dict, editable=False)

    class Meta:
        verbose_name = "version d’un programme"
        verbose_name_plural = "versions des programmes"
        ordering = ["programme", "-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="programme_version_once",
                violation_error_message="Ce programme a déjà une version de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.name}"
