from django.db import models

from ..enums import EventKind


class DeliveryEvent(models.Model):
    """Something learnt about a message after it was written. Kept even when the message is unknown to us."""

    message = models.ForeignKey(
        "outbox.Message",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="events",
        verbose_name="message",
    )
    kind = models.CharField("nature", max_length=20, choices=EventKind.choices)
    at = models.DateTimeField("date")
    detail = models.TextField("détail", blank=True)
    event_key = models.CharField("clé de l’événement", max_length=200, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "événement de remise"
        verbose_name_plural = "événements de remise"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=EventKind.values),
                name="delivery_event_kind_known",
                violation_error_message="Cette nature d’événement n’existe pas.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%d/%m/%Y})"
