"""What is written and given to those who registered, besides the mails that announce a fact."""

import uuid

from django.db import models
from django.db.models import Q

from ..enums import MessageAudience


class EventMessage(models.Model):
    """A mail the team writes to the people of an event, or to some of them. Frozen once it is sent."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="written_messages", verbose_name="rendez-vous"
    )
    session = models.ForeignKey(
        "events.Session",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="séance",
    )
    audience = models.CharField(
        "à qui", max_length=10, choices=MessageAudience.choices, default=MessageAudience.CONFIRMED
    )
    subject = models.CharField("objet", max_length=160)
    body = models.TextField("message", max_length=6000)
    author = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="écrit par"
    )
    written_at = models.DateTimeField("écrit le", auto_now_add=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    recipients = models.PositiveIntegerField("destinataires", default=0)

    class Meta:
        verbose_name = "message aux personnes inscrites"
        verbose_name_plural = "messages aux personnes inscrites"
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class Material(models.Model):
    """A document or a link given after an event: slides, minutes, a recording."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="materials", verbose_name="rendez-vous"
    )
    position = models.PositiveSmallIntegerField("ordre", default=1)
    title = models.CharField("intitulé", max_length=160)
    document = models.ForeignKey(
        "cms.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name="document"
    )
    url = models.URLField("adresse", blank=True)

    class Meta:
        verbose_name = "support"
        verbose_name_plural = "supports"
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, url="") | (Q(document=None) & ~Q(url="")),
                name="material_is_a_document_or_a_link",
                violation_error_message="Choisissez un document, ou donnez une adresse : l’un ou l’autre.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it is read: absolute for a link, from the root of the site for a document."""
        return str(self.document.url) if self.document else self.url


class PrivateFeed(models.Model):
    """The calendar of what one address registered for, at an address nobody can guess; a new key closes the old one."""

    address = models.CharField("adresse de contact", max_length=254, unique=True)
    key = models.UUIDField("clé", default=uuid.uuid4, unique=True, editable=False)
    opened_at = models.DateTimeField("ouvert le", auto_now_add=True)

    class Meta:
        verbose_name = "agenda personnel"
        verbose_name_plural = "agendas personnels"

    def __str__(self) -> str:
        return f"Agenda personnel {self.pk}"
