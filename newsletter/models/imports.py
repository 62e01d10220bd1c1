"""A list brought from elsewhere, with the proof that these people agreed."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import ImportMode, ListOrigin


class ListImportQuerySet(models.QuerySet["ListImport"]):
    def working(self) -> "ListImportQuerySet":
        """Those whose lines are still to be judged, or written."""
        return self.filter(Q(judged_at=None) | Q(approved_at__isnull=False), done_at=None)

    def idle_since(self, moment: datetime) -> "ListImportQuerySet":
        """Dry runs that nobody followed."""
        return self.filter(done_at=None, approved_at=None, created_at__lt=moment)


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
    # Long lists are worked through in the background, some hundreds of lines at a time: how many are behind.
    worked = models.PositiveIntegerField("lignes traitées", default=0)
    judged_at = models.DateTimeField("relue le", null=True, blank=True)
    approved_at = models.DateTimeField("import décidé le", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidé par",
    )
    done_at = models.DateTimeField("importé le", null=True, blank=True)

    objects = ListImportQuerySet.as_manager()

    class Meta:
        verbose_name = "liste importée"
        verbose_name_plural = "listes importées"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Somebody has to wait: its lines are being judged, or written."""
        return self.done_at is None and (self.judged_at is None or self.approved_at is not None)
