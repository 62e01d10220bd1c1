"""The few connections that a receiver allows, shared by all workers through the database."""

from django.db import models


class Lane(models.Model):
    """One connection to one family of receivers; a worker that holds it may carry its mail until then."""

    family = models.CharField("famille de destinataires", max_length=40)
    number = models.PositiveSmallIntegerField("numéro")
    worker = models.CharField("programme d’envoi", max_length=120, blank=True)
    held_until = models.DateTimeField("tenue jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "voie vers une famille de destinataires"
        verbose_name_plural = "voies vers les familles de destinataires"
        constraints = [
            models.UniqueConstraint(
                fields=["family", "number"],
                name="lane_one_per_family_and_number",
                violation_error_message="Cette voie existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.family} n° {self.number}"
