"""What the house remembers of its own beginnings: the key of the first run, and what the demonstration made."""

import secrets

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class FirstRunKey(models.Model):
    """The secret behind the one-time link of « Premiers pas ». It goes when the link has served."""

    secret = models.CharField("secret", max_length=64, default=new_secret, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "clé des premiers pas"
        verbose_name_plural = "clés des premiers pas"

    def __str__(self) -> str:
        return "Clé des premiers pas"


class DemoRunQuerySet(models.QuerySet["DemoRun"]):
    def standing(self) -> "DemoRunQuerySet":
        """The demonstration is there to see."""
        return self.filter(erased_at=None)


class DemoRun(models.Model):
    """One demonstration. The row outlives it: an erased demonstration never comes back by itself."""

    created_at = models.DateTimeField("installée le", default=timezone.now)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True)

    objects = DemoRunQuerySet.as_manager()

    class Meta:
        verbose_name = "démonstration"
        verbose_name_plural = "démonstrations"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(erased_at=None),
                name="demo_one_at_a_time",
                violation_error_message="Une démonstration est déjà installée.",
            )
        ]

    def __str__(self) -> str:
        return f"Démonstration du {timezone.localdate(self.created_at):%d/%m/%Y}"


class DemoRecord(models.Model):
    """One row that the demonstration made, or changed: then `before` and `after` hold the fields it touched."""

    run = models.ForeignKey(DemoRun, on_delete=models.CASCADE, related_name="records", verbose_name="démonstration")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", verbose_name="modèle")
    object_id = models.CharField("identifiant", max_length=64)
    before = models.JSONField("avant", null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("après", null=True, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "trace de la démonstration"
        verbose_name_plural = "traces de la démonstration"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="demo_record_once"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=True, after__isnull=True)
                | models.Q(before__isnull=False, after__isnull=False),
                name="demo_record_made_or_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


class ImportedSource(models.Model):
    """Something brought in from another site, found again by its path there: the next import changes it or leaves it.

    What an editor deleted since stays deleted: the row outlives the page or file it made.
    """

    path = models.CharField("chemin d’origine", max_length=500, unique=True)
    digest = models.CharField("empreinte SHA-256", max_length=64)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="page"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="version importée"
    )
    image = models.ForeignKey("cms.Image", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="image")
    document = models.ForeignKey(
        "cms.Document", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="document"
    )
    imported_at = models.DateTimeField("importé le", auto_now=True)

    class Meta:
        verbose_name = "source importée"
        verbose_name_plural = "sources importées"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class TextInHand(models.Model):
    """A document being read again by whoever gave it: its pictures come from it when the draft is saved, and only then.

    In the database rather than in a folder of files: nobody can ask for it by an address, and it goes with its row.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="donné par"
    )
    digest = models.CharField("empreinte SHA-256", max_length=64)
    content = models.BinaryField("fichier")
    given_at = models.DateTimeField("donné le", auto_now=True)

    class Meta:
        verbose_name = "document en cours de relecture"
        verbose_name_plural = "documents en cours de relecture"
        constraints = [models.UniqueConstraint(fields=["owner", "digest"], name="text_in_hand_once")]

    def __str__(self) -> str:
        return f"Document du {timezone.localdate(self.given_at):%d/%m/%Y}"
