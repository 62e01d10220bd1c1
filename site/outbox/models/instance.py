"""What this database knows of its own age (sending.md section 10)."""

from django.db import models


class Instance(models.Model):
    """One row, whose `epoch` grows while mail leaves; its double lives outside the database.

    `closed_at` is when a restored database was recognised: from then on nothing leaves until somebody says so.
    """

    epoch = models.PositiveBigIntegerField("époque", default=0)
    advanced_at = models.DateTimeField("avancée le", null=True, blank=True)
    closed_at = models.DateTimeField("courrier arrêté le", null=True, blank=True)
    restored_from = models.DateTimeField("date de la sauvegarde", null=True, blank=True)
    replayed_at = models.DateTimeField("effacements rejoués le", null=True, blank=True)

    class Meta:
        verbose_name = "état de l’instance"
        verbose_name_plural = "état de l’instance"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="instance_only_one", violation_error_message="Il n’y a qu’une instance."
            )
        ]

    def __str__(self) -> str:
        return f"époque {self.epoch}"
