"""Confidential exchanges of an event: their notes are sealed in `people` until each person concerned opens them."""

from django.db import models


class EventExchange(models.Model):
    """Which event an exchange belongs to, so that its opened passages can be given back there (S2-17)."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.PROTECT, related_name="exchanges", verbose_name="rendez-vous"
    )
    exchange = models.OneToOneField(
        "people.Exchange", on_delete=models.CASCADE, related_name="event_link", verbose_name="échange"
    )

    class Meta:
        verbose_name = "échange d’un rendez-vous"
        verbose_name_plural = "échanges d’un rendez-vous"

    def __str__(self) -> str:
        return str(self.exchange)
