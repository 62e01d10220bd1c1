"""Mail that came to us, kept until somebody has dealt with it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from ..enums import InboundState


class InboundMailQuerySet(models.QuerySet["InboundMail"]):
    def waiting(self) -> "InboundMailQuerySet":
        return self.filter(state=InboundState.WAITING)

    def due(self, now: datetime) -> "InboundMailQuerySet":
        """Those whose next try has come."""
        return self.waiting().filter(Q(retry_after=None) | Q(retry_after__lte=now))


class InboundMail(models.Model):
    """One mail read from the mailbox, a pipe or a provider, unique by its Message-ID.

    `content` is what travelled, emptied once it is handled. Personal data: declared in `outbox.personal_data`.
    """

    key = models.CharField("empreinte du Message-ID", max_length=64, unique=True, editable=False)
    source = models.CharField("arrivé par", max_length=20)
    received_at = models.DateTimeField("reçu le")
    sender = models.CharField("expéditeur", max_length=254, blank=True)
    sender_hash = models.CharField(
        "empreinte de l’expéditeur", max_length=64, blank=True, db_index=True, editable=False
    )
    subject = models.CharField("objet", max_length=250, blank=True)
    content = models.BinaryField("courrier brut", blank=True)
    state = models.CharField("état", max_length=10, choices=InboundState.choices, default=InboundState.WAITING)
    outcome = models.CharField("ce qui en a été fait", max_length=250, blank=True)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    retry_after = models.DateTimeField("pas avant le", null=True, blank=True)
    error = models.TextField("dernière erreur", blank=True)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier reçu"
        verbose_name_plural = "courriers reçus"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InboundState.values),
                name="inbound_state_known",
                violation_error_message="Cet état de courrier reçu n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(state=InboundState.WAITING, handled_at=None)
                | (~Q(state=InboundState.WAITING) & Q(handled_at__isnull=False)),
                name="inbound_handled_with_a_date",
                violation_error_message="Un courrier traité a une date, les autres n’en ont pas.",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=InboundState.WAITING), name="inbound_waiting"),
        ]

    def __str__(self) -> str:
        return self.subject or "(sans objet)"
