"""The end of a workshop: its three results, and the page that gives them back to everybody (S3-17, S3-26, S3-29)."""

from django.db import models
from django.db.models import Q


class Restitution(models.Model):
    """What one workshop gives back. A result that does not exist is declared « sans objet », with a reason."""

    workshop = models.OneToOneField(
        "events.WorkshopPage", on_delete=models.CASCADE, related_name="restitution", verbose_name="atelier"
    )
    summary = models.TextField(
        "ce que cet atelier a produit",
        blank=True,
        max_length=1500,
        help_text="Quelques phrases, pour qui n’était pas là.",
    )
    no_contacts = models.CharField("carnet d’adresses sans objet, parce que", max_length=250, blank=True)
    no_diagnosis = models.CharField("état des lieux sans objet, parce que", max_length=250, blank=True)
    no_seeds = models.CharField("graines de projet sans objet, parce que", max_length=250, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("atelier clos le", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name="clos par",
    )
    caught_up_at = models.DateTimeField("personnes excusées prévenues le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "restitution"
        verbose_name_plural = "restitutions"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(published_at__isnull=False),
                name="restitution_closed_once_published",
                violation_error_message="Un atelier se clôt une fois sa restitution publiée.",
            )
        ]

    def __str__(self) -> str:
        return f"Restitution : {self.workshop}"
