"""Strengths and weaknesses met along a series, and what is proposed because of them (S0-11)."""

import uuid

from django.db import models
from django.utils import timezone

from ..enums import ProposalKind, RemarkKind


class SeriesRemark(models.Model):
    """One strength or weakness, said at one date of a series. Shown without its author."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        "events.Session", on_delete=models.PROTECT, related_name="remarks", verbose_name="séance"
    )
    kind = models.CharField("nature", max_length=10, choices=RemarkKind.choices)
    text = models.TextField("ce qui a été dit", max_length=600)
    author = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="dit par"
    )
    noted_at = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        verbose_name = "force ou faiblesse"
        verbose_name_plural = "forces et faiblesses"
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.text[:60]}"


class Proposal(models.Model):
    """An action, or a new date, that the remarks of a series lead to; it keeps which ones."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        "events.SeriesPage", on_delete=models.PROTECT, related_name="proposals", verbose_name="cycle"
    )
    kind = models.CharField("nature", max_length=10, choices=ProposalKind.choices)
    title = models.CharField("titre", max_length=160)
    description = models.TextField("en quoi elle consiste", blank=True, max_length=1200)
    remarks = models.ManyToManyField(SeriesRemark, related_name="proposals", verbose_name="née de")
    event = models.ForeignKey(
        "events.VideoWorkshopPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="born_of",
        verbose_name="date créée",
    )
    made_at = models.DateTimeField("proposée le", default=timezone.now)

    class Meta:
        verbose_name = "proposition d’un cycle"
        verbose_name_plural = "propositions d’un cycle"
        ordering = ["series", "-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title
