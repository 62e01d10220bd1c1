"""The body of a letter that left, block by block: what the archive shows for years, and what it had to take out."""

import hashlib

from django.db import models
from django.db.models import Q

from ..enums import RedactionReason


def digest_of(html: str) -> str:
    """SHA-256 in hexadecimal of the bytes of `html`."""
    return hashlib.sha256(html.encode()).hexdigest()


class SegmentQuerySet(models.QuerySet["Segment"]):
    def standing(self) -> "SegmentQuerySet":
        return self.filter(redacted_at=None)

    def redacted(self) -> "SegmentQuerySet":
        return self.filter(redacted_at__isnull=False)


class Segment(models.Model):
    """One block as it was in each mail, byte for byte. Redacted, it keeps its hash and a tombstone, not its words."""

    dispatch = models.ForeignKey(
        "newsletter.Dispatch", on_delete=models.CASCADE, related_name="segments", verbose_name="départ"
    )
    position = models.PositiveSmallIntegerField("ordre")
    block_id = models.CharField("bloc de la page", max_length=40, blank=True)
    kind = models.CharField("nature du bloc", max_length=20)
    html = models.TextField("ce qui est parti", blank=True)
    digest = models.CharField("empreinte SHA-256", max_length=64, editable=False)
    redacted_at = models.DateTimeField("retiré le", null=True, blank=True)
    reason = models.CharField("motif du retrait", max_length=20, choices=RedactionReason.choices, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = "passage d’une lettre partie"
        verbose_name_plural = "passages d’une lettre partie"
        ordering = ["dispatch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "position"],
                name="segment_one_at_each_place",
                violation_error_message="Cette place est déjà prise dans la lettre.",
            ),
            models.CheckConstraint(
                condition=(Q(redacted_at=None, reason="") & ~Q(html=""))
                | (Q(redacted_at__isnull=False, html="") & ~Q(reason="")),
                name="segment_redacted_without_its_words",
                violation_error_message="Un passage retiré ne garde que sa place, son empreinte et son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Passage {self.position} de « {self.dispatch} »"

    @property
    def is_intact(self) -> bool:
        """Its bytes are those that left; false once redacted."""
        return self.redacted_at is None and digest_of(self.html) == self.digest


class Grounds(models.Model):
    """The agreement of a person on which a segment rests: withdrawn, or forgotten with them, it ends the segment."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="grounds", verbose_name="passage")
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    class Meta:
        verbose_name = "accord dont dépend un passage"
        verbose_name_plural = "accords dont dépendent des passages"
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "consent"],
                name="grounds_once_for_a_segment",
                violation_error_message="Ce passage dépend déjà de cet accord.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment} : {self.consent or 'accord effacé'}"
