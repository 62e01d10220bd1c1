"""Frozen copies of drafts, and what people without an account do with them.

Wagtail saves drafts over one another: whatever must be pinned points at a copy known by the hash of its content.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import LinkPurpose, SuggestionState


class DraftVersion(models.Model):
    """The words of an article at one moment. `content` holds its title, kicker, summary and the raw body."""

    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="versions", verbose_name="article"
    )
    content_hash = models.CharField("empreinte", max_length=64)
    content = models.JSONField("contenu")
    taken_at = models.DateTimeField("prise le")
    proofread_at = models.DateTimeField("relue le", null=True, blank=True)
    ready_at = models.DateTimeField("approuvée le", null=True, blank=True)

    class Meta:
        verbose_name = "version d’un article"
        verbose_name_plural = "versions d’articles"
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "content_hash"],
                name="draft_version_once",
                violation_error_message="Cette version est déjà conservée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} ({self.content_hash[:8]})"


class DraftLinkQuerySet(models.QuerySet["DraftLink"]):
    def standing(self, now: datetime) -> "DraftLinkQuerySet":
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class DraftLink(models.Model):
    """A person may read and amend one draft, until a date, unless the link is revoked."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="draft_links", verbose_name="article"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="draft_links", verbose_name="personne"
    )
    purpose = models.CharField("pour", max_length=10, choices=LinkPurpose.choices)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="links", verbose_name="version")
    created_at = models.DateTimeField("ouvert le")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="ouvert par",
    )
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = DraftLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien vers un brouillon"
        verbose_name_plural = "liens vers des brouillons"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="draft_link_lasts",
                violation_error_message="Un lien expire après avoir été ouvert.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} : {self.person}"

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Suggestion(models.Model):
    """Other words for one passage, from somebody who may not change the draft. An editor takes them or not."""

    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="suggestions", verbose_name="article"
    )
    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, related_name="suggestions", verbose_name="version"
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="suggestions",
        verbose_name="personne",
    )
    place = models.CharField("passage", max_length=80)
    before = models.TextField("avant", blank=True)
    after = models.TextField("proposition", blank=True, max_length=20_000)
    state = models.CharField("état", max_length=10, choices=SuggestionState.choices, default=SuggestionState.PENDING)
    made_at = models.DateTimeField("proposée le")
    settled_at = models.DateTimeField("examinée le", null=True, blank=True)

    class Meta:
        verbose_name = "proposition de correction"
        verbose_name_plural = "propositions de correction"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.place} ({self.get_state_display()})"


class Remark(models.Model):
    """A comment on a passage, or on the whole draft when `place` is empty."""

    article = models.ForeignKey(
        "journal.ArticlePage", on_delete=models.CASCADE, related_name="remarks", verbose_name="article"
    )
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="remarks", verbose_name="version")
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="remarks",
        verbose_name="personne",
    )
    place = models.CharField("passage", max_length=80, blank=True)
    text = models.TextField("remarque", max_length=2000)
    made_at = models.DateTimeField("écrite le")
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
