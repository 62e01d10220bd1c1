"""Where an issue stands. Apart from the page: an older revision that is published must not take an issue back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import IssueState


class Production(models.Model):
    """The way of one issue to paper and to its readers, moved by `journal.services.production` alone.

    `versions` are the texts of « bon à tirer ». `frozen` lists them, `[{"article", "hash", "title", "signed", …}]`,
    with what stands around each (`versions.AROUND`): a version that goes with its deleted article is missed by its
    title, never passed over. `front` is what the issue then said of itself (`versions.front_of`).
    """

    issue = models.OneToOneField(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="production", verbose_name="numéro"
    )
    state = models.CharField("état", max_length=10, choices=IssueState.choices, default=IssueState.PREPARING)
    layout_at = models.DateTimeField("en maquette depuis", null=True, blank=True)
    press_at = models.DateTimeField("bon à tirer donné le", null=True, blank=True)
    press_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="bon à tirer donné par",
    )
    out_at = models.DateTimeField("paru le", null=True, blank=True)
    versions = models.ManyToManyField(
        "journal.DraftVersion", blank=True, related_name="productions", verbose_name="textes du bon à tirer"
    )

    frozen: Any = models.JSONField("liste des textes du bon à tirer", default=list, blank=True)
    front: Any = models.JSONField("couverture et édito du bon à tirer", default=dict, blank=True)

    class Meta:
        verbose_name = "fabrication d’un numéro"
        verbose_name_plural = "fabrications des numéros"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[IssueState.PRESS, IssueState.OUT]) | Q(press_at__isnull=False),
                name="production_press_is_dated",
                violation_error_message="Un bon à tirer est daté.",
            ),
            models.CheckConstraint(
                condition=~Q(state=IssueState.OUT) | Q(out_at__isnull=False),
                name="production_out_is_dated",
                violation_error_message="Une parution est datée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} : {self.get_state_display()}"
