"""What limits the pace of all workers together: it stands in the database, so that a restart forgets nothing."""

from django.db import models
from django.db.models import Q


class Meter(models.Model):
    """How much left in the current period of one quota: "second", "minute", "hour" or "day"."""

    name = models.CharField("quota", max_length=10, unique=True)
    period = models.BigIntegerField("numéro de la période depuis 1970", default=0)
    used = models.PositiveIntegerField("messages pris", default=0)

    class Meta:
        verbose_name = "compteur de quota"
        verbose_name_plural = "compteurs de quotas"

    def __str__(self) -> str:
        return f"{self.name} : {self.used}"


class Flow(models.Model):
    """What one receiver bears, once it asked to be written to more slowly: messages a minute, found by trial.

    `tokens` is what may leave at once; it grows with time, from `at` on.
    """

    family = models.CharField("famille de destinataires", max_length=40, unique=True)
    rate = models.FloatField("messages par minute")
    step = models.FloatField("augmentation quand rien ne s’y oppose")
    tokens = models.FloatField("messages permis à l’instant", default=0)
    at = models.DateTimeField("compté le")
    slowed_at = models.DateTimeField("ralenti le")
    raised_at = models.DateTimeField("accéléré le")

    class Meta:
        verbose_name = "débit d’un destinataire"
        verbose_name_plural = "débits des destinataires"
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0, step__gt=0, tokens__gte=0),
                name="flow_moves",
                violation_error_message="Un débit est plus grand que zéro.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.family} : {self.rate:.0f} par minute"
