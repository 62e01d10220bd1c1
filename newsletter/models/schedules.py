"""The hour at which a letter will leave, if nothing stops it then."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def waiting(self) -> "ScheduleQuerySet":
        """Neither left nor stopped."""
        return self.filter(stopped_at=None, letter__dispatch=None)

    def due(self, now: datetime) -> "ScheduleQuerySet":
        return self.waiting().filter(leaves_at__lte=now).order_by("leaves_at", "pk")


class Schedule(models.Model):
    """When `letter` leaves, exactly as it was approved: `fingerprint` pins its words (architecture.md).

    The mailing is prepared only at that hour, after the preflight: nothing waits in the outbox before.
    """

    letter = models.OneToOneField(
        "newsletter.LetterPage", on_delete=models.CASCADE, related_name="schedule", verbose_name="infolettre"
    )
    leaves_at = models.DateTimeField("part le")
    selection = models.ForeignKey(
        "newsletter.Selection",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schedules",
        verbose_name="sélection à qui elle part",
    )
    fingerprint = models.CharField("empreinte de la lettre approuvée", max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", default=timezone.now)
    stopped_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    faults = models.JSONField("ce qui l’a arrêtée", default=list, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = "départ programmé"
        verbose_name_plural = "départs programmés"
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None, faults=[]) | (Q(stopped_at__isnull=False) & ~Q(faults=[])),
                name="schedule_stopped_with_a_reason",
                violation_error_message="Un départ arrêté dit pourquoi.",
            )
        ]

    def __str__(self) -> str:
        return str(self.letter)

    @property
    def is_waiting(self) -> bool:
        return self.stopped_at is None
