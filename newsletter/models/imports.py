"""A list brought from elsewhere, with the proof that these people agreed."""

import uuid

from django.conf import settings
from django.db import models

from ..enums import ImportMode, ListOrigin


class ListImport(models.Model):
    """Judged first, written when somebody says so. Its rows go then; the proof stays as long as it serves somebody.

    Written by `newsletter.services.importing`. Personal data: see `newsletter.personal_data`.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField("fichier", max_length=200)
    origin = models.CharField("provenance", max_length=10, choices=ListOrigin.choices)
    mode = models.CharField("manière", max_length=10, choices=ImportMode.choices)
    proof = models.TextField("preuve de l’accord")
    collected_on = models.DateField("accords recueillis jusqu’au")
    rows = models.JSONField("lignes jugées", default=list, blank=True)
    counts = models.JSONField("décompte", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="déposé par",
    )
    created_at = models.DateTimeField("déposé le")
    done_at = models.DateTimeField("importé le", null=True, blank=True)

    class Meta:
        verbose_name = "liste importée"
        verbose_name_plural = "listes importées"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
