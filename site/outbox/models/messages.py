"""One row per mail and per person: where it stands, and how it got there."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from ..addresses import keyed_hash
from ..enums import CLAIMABLE, HELD, SETTLED, UNUSUAL, WAITING, MessageState, Phase, Priority, Reason
from ..parts import Part


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(state__in=WAITING)

    def uncertain(self) -> "MessageQuerySet":
        return self.filter(state=MessageState.UNCERTAIN)

    def transactional(self) -> "MessageQuerySet":
        return self.filter(mailing=None)

    def to_address_hash(self, digest: str) -> "MessageQuerySet":
        return self.filter(address_hash=digest)

    def with_message_id(self, message_id: str) -> "MessageQuerySet":
        """The message a Message-ID names, or nothing: a forged identifier finds nobody."""
        number, _, tag = message_id.strip().strip("<>").partition("@")[0].partition(".")
        if not (number.isdecimal() and number.isascii() and len(number) < 19):
            return self.none()
        candidate = self.filter(pk=int(number)).first()
        return self.filter(pk=candidate.pk) if candidate and candidate.tag == tag else self.none()


class Message(models.Model):
    """A mail to one person (S9). It belongs to a mailing, or carries the key that keeps it unique.

    States and their arrows: sending.md section 3. They are moved by `outbox.fence` and `outbox.services`
    only. Personal data: purpose and retention are declared in `outbox.personal_data`.
    """

    content = models.ForeignKey(
        "outbox.Content", on_delete=models.PROTECT, related_name="messages", verbose_name="contenu"
    )
    mailing = models.ForeignKey(
        "outbox.Mailing",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
        verbose_name="envoi groupé",
        db_index=False,  # served by message_mailing_state
    )
    permit = models.ForeignKey(
        "outbox.Permit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
        verbose_name="permission d’écrire",
    )
    address = models.CharField("adresse", max_length=254, blank=True)
    address_hash = models.CharField("empreinte de l’adresse", max_length=64, editable=False)
    dedup_key = models.CharField("clé d’unicité", max_length=200, null=True, blank=True)  # noqa: DJ001
    scope = models.CharField("portée", max_length=100)
    # Receivers that count connections: `outbox.families`, read from the address when the row is written.
    family = models.CharField("famille de destinataires", max_length=40, blank=True)
    priority = models.PositiveSmallIntegerField("priorité", choices=Priority.choices, default=Priority.TRANSACTIONAL)
    values = models.JSONField("valeurs propres à la personne", default=dict, blank=True)
    parts = models.JSONField("pièces jointes", default=list, blank=True)

    state = models.CharField("état", max_length=10, choices=MessageState.choices, default=MessageState.READY)
    reason = models.CharField("motif", max_length=20, choices=Reason.choices, blank=True)
    token = models.PositiveIntegerField("jeton", default=0)
    worker = models.CharField("programme d’envoi", max_length=120, blank=True)
    lease_until = models.DateTimeField("pris en charge jusqu’au", null=True, blank=True)
    retry_after = models.DateTimeField("pas avant le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)

    created_at = models.DateTimeField("écrit le", auto_now_add=True)
    departed_at = models.DateTimeField("départ", null=True, blank=True)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    phase = models.CharField("dernière étape", max_length=10, choices=Phase.choices, blank=True)
    response = models.TextField("réponse du serveur", blank=True)
    remote_id = models.CharField("identifiant chez le prestataire", max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-pk"]
        constraints = [
            # A million rows are written at once: each index costs seconds. This one finds an address too, and the key
            # below weighs nothing on rows that have none.
            models.UniqueConstraint(
                fields=["address_hash", "mailing"],
                name="message_one_per_address_in_a_mailing",
                violation_error_message="Cette adresse est déjà dans l’envoi.",
            ),
            models.UniqueConstraint(
                fields=["dedup_key"],
                condition=Q(dedup_key__isnull=False),
                name="message_one_per_key",
                violation_error_message="Ce courrier est déjà écrit.",
            ),
            models.CheckConstraint(
                condition=Q(mailing=None, dedup_key__isnull=False) | Q(mailing__isnull=False, dedup_key=None),
                name="message_in_a_mailing_or_with_a_key",
                violation_error_message="Un message appartient à un envoi groupé ou porte une clé d’unicité.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values),
                name="message_state_known",
                violation_error_message="Cet état de message n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.EXCLUDED) | ~Q(reason=""),
                name="message_excluded_with_a_reason",
                violation_error_message="Un message écarté a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED, settled_at__isnull=False) | (~Q(state__in=SETTLED) & Q(settled_at=None)),
                name="message_settled_with_a_date",
                violation_error_message="Un message réglé a une date, les autres n’en ont pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | (Q(lease_until__isnull=False) & ~Q(worker="")),
                name="message_held_by_someone_until",
                violation_error_message="Un message pris en charge l’est par un programme, pour un temps.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.IN_FLIGHT, MessageState.UNCERTAIN]) | Q(departed_at__isnull=False),
                name="message_departed_with_a_date",
                violation_error_message="Un message parti a une heure de départ.",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state"], name="message_mailing_state"),
            models.Index(
                fields=["mailing", "family", "priority", "id"],
                condition=Q(state__in=CLAIMABLE),
                name="message_claimable",
            ),
            models.Index(fields=["lease_until"], condition=Q(state__in=HELD), name="message_held"),
            # For lists of the admin. None of them weighs on a letter that is being written: its rows are ready, without
            # a reason, and belong to a mailing.
            models.Index(fields=["state", "-id"], condition=Q(state__in=UNUSUAL), name="message_unusual"),
            models.Index(fields=["reason", "-id"], condition=~Q(reason=""), name="message_with_reason"),
            models.Index(fields=["priority", "-id"], condition=Q(priority__lt=Priority.MAILING), name="message_first"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} pour {self.address or 'une adresse effacée'}"

    @property
    def tag(self) -> str:
        """Twelve characters that only this site can make: nobody can report a bounce for a message they never
        saw.

        The date of writing is part of it, so that a number given again after a restore makes another
        identifier.
        """
        written: datetime = self.created_at
        return keyed_hash(f"message:{self.pk}:{written.timestamp():.6f}")[:12]

    @property
    def local_part(self) -> str:
        """What stands before the @ of the Message-ID."""
        return f"{self.pk}.{self.tag}"

    def message_id(self, domain: str) -> str:
        """The Message-ID, the same at each try (RFC 5322 3.6.4, sending.md section 6)."""
        return f"<{self.local_part}@{domain}>"

    @property
    def enclosed(self) -> list[Part]:
        return [Part.from_json(stored) for stored in self.parts]

    @property
    def is_uncertain(self) -> bool:
        return self.state == MessageState.UNCERTAIN
