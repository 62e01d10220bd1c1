from django.db import models

from ..enums import EventKind


class DeliveryEventQuerySet(models.QuerySet["DeliveryEvent"]):
    def about(self, address_hash: str) -> "DeliveryEventQuerySet":
        """What was learnt of mail to this address, known to us or not."""
        return self.filter(models.Q(address_hash=address_hash) | models.Q(message__address_hash=address_hash))


class DeliveryEvent(models.Model):
    """Something learnt about a message after it was written. Kept even when the message is unknown to us.

    `address_hash` is the fingerprint of the recipient that the event names; `event_key` is what makes the same news,
    told twice, one row.
    """

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
    address_hash = models.CharField("empreinte de l’adresse", max_length=64, blank=True, db_index=True, editable=False)
    detail = models.TextField("détail", blank=True)
    event_key = models.CharField("clé de l’événement", max_length=200, null=True, blank=True, unique=True)

    objects = DeliveryEventQuerySet.as_manager()

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
