"""The papers made of an issue: proofs, and the « bon à tirer » with what was agreed when it was made."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.core.validators import MinValueValidator
from django.db import models

from ..enums import EditionKind, EditionState, EditionStep, Output, Padding

UNDER_WAY = (EditionState.WAITING, EditionState.RUNNING)


class EditionsStorage(FileSystemStorage):
    """A folder beside that of media, which is served to everybody: who may read an edition is asked each time."""

    @property
    def base_location(self) -> Path:
        return Path(settings.MEDIA_ROOT).parent / "editions"

    @property
    def location(self) -> str:
        return str(self.base_location.absolute())


def editions_storage() -> Storage:
    return EditionsStorage()


class EditionQuerySet(models.QuerySet["Edition"]):
    def under_way(self) -> "EditionQuerySet":
        return self.filter(state__in=UNDER_WAY)

    def with_files(self) -> "EditionQuerySet":
        """Made, and still holding what everybody concerned agrees to."""
        return self.filter(state=EditionState.DONE)

    def final(self) -> "EditionQuerySet":
        return self.filter(kind=EditionKind.FINAL)


class Edition(models.Model):
    """One making of the files of an issue. The row is the truth: the job that makes it may come twice or never.

    `content_hash` pins what was printed (drafts autosave over their own revision); `consents` is the list of what
    stood when it was made (law.md C-13), for each block: `{"audience", "article", "reference", "code", "shown",
    "consents"}`.
    """

    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="editions", verbose_name="numéro"
    )
    kind = models.CharField("nature", max_length=10, choices=EditionKind.choices, default=EditionKind.PROOF)
    number = models.PositiveSmallIntegerField("rang", validators=[MinValueValidator(1)])
    padding = models.CharField(
        "pages de complément",
        max_length=10,
        choices=Padding.choices,
        default=Padding.NOTES,
        help_text="Ce qui complète le numéro jusqu’à un multiple de quatre pages.",
    )
    state = models.CharField("état", max_length=10, choices=EditionState.choices, default=EditionState.WAITING)
    step = models.CharField("étape", max_length=10, choices=EditionStep.choices, default=EditionStep.GATHERING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="demandée par",
    )
    asked_at = models.DateTimeField("demandée le")
    beat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    finished_at = models.DateTimeField("terminée le", null=True, blank=True)
    error = models.TextField("ce qui a manqué", blank=True)
    page_count = models.PositiveSmallIntegerField("pages", null=True, blank=True)
    content_hash = models.CharField("empreinte du contenu", max_length=64, blank=True)
    consents: Any = models.JSONField("accords au moment du tirage", default=list, blank=True)
    warnings: Any = models.JSONField("remarques de mise en page", default=list, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "tirage"
        verbose_name_plural = "tirages"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "kind", "number"],
                name="edition_number_once",
                violation_error_message="Ce tirage existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["issue"],
                condition=models.Q(state__in=UNDER_WAY),
                name="edition_one_under_way",
                violation_error_message="Un tirage de ce numéro est déjà en cours.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} n° {self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How far the making is, from the steps that are behind it."""
        if self.state == EditionState.DONE:
            return 100
        return 100 * EditionStep.values.index(self.step) // len(EditionStep.values)

    @property
    def withheld(self) -> list[dict[str, Any]]:
        """The passages that were left out for want of an agreement."""
        return [entry for entry in self.consents if not entry["shown"]]


class EditionFile(models.Model):
    """One file of an edition, with its weight in bytes and SHA-256."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files", verbose_name="tirage")
    output = models.CharField("sortie", max_length=10, choices=Output.choices)
    file = models.FileField("fichier", storage=editions_storage, upload_to="%Y/", max_length=200)
    size = models.PositiveBigIntegerField("poids")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "fichier d’un tirage"
        verbose_name_plural = "fichiers d’un tirage"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "output"],
                name="edition_file_once",
                violation_error_message="Ce tirage a déjà ce fichier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} : {self.get_output_display()}"
