"""A subscription on its way to another address."""

import uuid

from django.db import models


class AddressMove(models.Model):
    """Done when both mailboxes said yes; forgotten after a week. Written by `newsletter.services.addresses`.

    Personal data: purpose and retention are declared in `newsletter.personal_data`.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", on_delete=models.CASCADE, related_name="moves", verbose_name="abonné ou abonnée"
    )
    email = models.CharField("nouvelle adresse", max_length=254, blank=True)
    asked_at = models.DateTimeField("demandé le")
    old_said_yes_at = models.DateTimeField("accord de l’ancienne adresse", null=True, blank=True)
    new_said_yes_at = models.DateTimeField("accord de la nouvelle adresse", null=True, blank=True)
    done_at = models.DateTimeField("fait le", null=True, blank=True)

    class Meta:
        verbose_name = "changement d’adresse"
        verbose_name_plural = "changements d’adresse"

    def __str__(self) -> str:
        return f"{self.subscriber} vers {self.email or 'une autre adresse'}"
