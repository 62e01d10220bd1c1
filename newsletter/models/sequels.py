"""What is written again about a letter that left: a correction to those who got it, the letter to those who did not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import SequelKind


class SequelQuerySet(models.QuerySet["Sequel"]):
    def errata(self) -> "SequelQuerySet":
        return self.filter(kind=SequelKind.ERRATUM)


class Sequel(models.Model):
    """One more mailing of a letter, with its own audience, frozen like the first."""

    dispatch = models.ForeignKey(
        "newsletter.Dispatch", on_delete=models.PROTECT, related_name="sequels", verbose_name="départ"
    )
    kind = models.CharField("nature", max_length=10, choices=SequelKind.choices)
    mailing = models.OneToOneField(
        "outbox.Mailing", on_delete=models.PROTECT, related_name="letter_sequel", verbose_name="envoi"
    )
    text = models.TextField("rectification", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", default=timezone.now)

    objects = SequelQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’une lettre partie"
        verbose_name_plural = "suites d’une lettre partie"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=SequelKind.ERRATUM) | ~Q(text=""),
                name="erratum_says_something",
                violation_error_message="Une rectification dit ce qui était faux.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.dispatch}"
