"""One content sent to an audience frozen once and for all."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q

from ..enums import CLAIMABLE, HELD, OPEN_MAILINGS, WAITING, MailingState, MessageState, Reason


@dataclass(frozen=True)
class Counts:
    """The screen equation (S12): `accepted + refused + uncertain + excluded + waiting = audience`.

    `audience` is the number frozen at preparation, counted apart from the rows: the equation can be false,
    and is tested never to be.
    """

    accepted: int
    refused: int
    uncertain: int
    excluded: int
    waiting: int
    audience: int

    @property
    def balanced(self) -> bool:
        parts = self.accepted + self.refused + self.uncertain + self.excluded + self.waiting
        return parts == self.audience


COUNTED = {
    "accepted": (MessageState.ACCEPTED,),
    "refused": (MessageState.REFUSED,),
    "uncertain": (MessageState.UNCERTAIN,),
    "excluded": (MessageState.EXCLUDED,),
    "waiting": WAITING,
}


class MailingQuerySet(models.QuerySet["Mailing"]):
    def running(self) -> "MailingQuerySet":
        return self.filter(state=MailingState.RUNNING)

    def open(self) -> "MailingQuerySet":
        """Not over: something may still leave, or wait for a decision."""
        return self.filter(state__in=OPEN_MAILINGS)

    def emptied(self) -> "MailingQuerySet":
        """Running, and no message will move by itself any more (S10)."""
        return self.running().exclude(messages__state__in=[*CLAIMABLE, *HELD])


class Mailing(models.Model):
    """A letter, a digest, an erratum: who it goes to was frozen at `prepared_at` (sending.md section 9)."""

    label = models.CharField("intitulé", max_length=250)
    reference = models.CharField("référence", max_length=100, blank=True, help_text="Par exemple « letter:12 ».")
    content = models.ForeignKey(
        "outbox.Content", on_delete=models.PROTECT, related_name="mailings", verbose_name="contenu"
    )
    purpose = models.CharField("finalité", max_length=100)
    state = models.CharField(
        "état", max_length=12, choices=MailingState.choices, default=MailingState.DRAFT, db_index=True
    )
    # Until a person resumes it knowing why it had stopped by itself.
    watched = models.BooleanField("surveillé", default=True, editable=False)
    state_note = models.CharField("motif de l’état", max_length=250, blank=True)
    audience = models.PositiveIntegerField("destinataires", default=0)
    duplicates = models.PositiveIntegerField("doublons écartés à la préparation", default=0)
    # None while its scouts are out: the others wait for them (sending.md V4).
    scouted_at = models.DateTimeField("éclaireurs revenus le", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    prepared_at = models.DateTimeField("audience figée le", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    paused_at = models.DateTimeField("mis en pause le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé ou annulé le", null=True, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi groupé"
        verbose_name_plural = "envois groupés"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="mailing_reference_unique",
                violation_error_message="Un envoi existe déjà pour cette référence.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values),
                name="mailing_state_known",
                violation_error_message="Cet état d’envoi n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailingState.RUNNING) | Q(prepared_at__isnull=False, started_at__isnull=False),
                name="mailing_runs_once_prepared",
                violation_error_message="Un envoi ne part qu’une fois son audience figée.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MailingState.CANCELLED, MailingState.DONE], finished_at__isnull=False)
                | (~Q(state__in=[MailingState.CANCELLED, MailingState.DONE]) & Q(finished_at=None)),
                name="mailing_finished_when_over",
                violation_error_message="Seul un envoi terminé ou annulé a une date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def counts(self) -> Counts:
        """The equation. No query when the mailing comes from `selectors.attach_counts`, one otherwise."""
        if not hasattr(self, "n_waiting"):
            # Only what the index on (mailing, state) holds: a million rows in a tenth of a second.
            found = dict(self.messages.order_by().values_list("state").annotate(number=Count("*")))
            counted = {f"n_{name}": sum(found.get(state, 0) for state in states) for name, states in COUNTED.items()}
        else:
            counted = {f"n_{name}": getattr(self, f"n_{name}") for name in COUNTED}
        return Counts(audience=self.audience, **{name: counted[f"n_{name}"] for name in COUNTED})

    def exclusions(self) -> dict[str, int]:
        """How many were withheld, by reason (S1)."""
        rows = self.messages.filter(state=MessageState.EXCLUDED).values_list("reason").annotate(number=Count("*"))
        return dict(rows.order_by("reason"))

    def exclusions_in_words(self) -> list[tuple[str, int]]:
        """The same, each reason as an editor reads it."""
        return [(Reason(reason).label, number) for reason, number in self.exclusions().items()]
