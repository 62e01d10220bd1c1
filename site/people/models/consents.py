"""What someone agreed to, in which words, and the proof of it (law.md C-02, C-04)."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from ..enums import Audience, ConsentMethod, ConsentPurpose


class ConsentText(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """The words beside a box. Every change is a new revision; consents point at the revision that was shown."""

    purpose = models.CharField("finalité", max_length=20, choices=ConsentPurpose.choices, unique=True)
    label = models.CharField("phrase à côté de la case", max_length=250)
    notice = models.TextField(
        "information",
        blank=True,
        help_text="Qui traite ces données, pourquoi, combien de temps, et comment changer d’avis.",
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="consent_text",
    )

    panels = [FieldPanel("purpose"), FieldPanel("label"), FieldPanel("notice")]

    class Meta:
        verbose_name = "texte de consentement"
        verbose_name_plural = "textes de consentement"

    def __str__(self) -> str:
        return self.get_purpose_display()

    def clean(self) -> None:
        super().clean()
        before = ConsentText.objects.filter(pk=self.pk).exclude(purpose=self.purpose)
        if self.pk and before.exists() and Consent.objects.filter(text_revision__in=self.revisions).exists():
            raise ValidationError({"purpose": "Des personnes ont accepté ce texte : sa finalité ne change plus."})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "people/admin/consent_text_preview.html"

    @property
    def revisions(self) -> models.QuerySet[Revision]:
        return self._revisions.all()

    @property
    def wording(self) -> str:
        return f"{self.label}\n\n{self.notice}"

    @property
    def wording_hash(self) -> str:
        """SHA-256 of the words shown: drafts autosave over their own revision, a hash does not move."""
        return hashlib.sha256(self.wording.encode()).hexdigest()

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a revision, never over one that somebody agreed to."""
        if overwrite_revision and overwrite_revision.consents.exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def given(self) -> "ConsentQuerySet":
        """Still standing."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """One person, one purpose, one audience, the words they saw, when and how."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="consents", verbose_name="personne"
    )
    purpose = models.CharField("finalité", max_length=20, choices=ConsentPurpose.choices)
    audience = models.CharField("public", max_length=20, choices=Audience.choices, blank=True)
    text_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        related_name="consents",
        verbose_name="version du texte",
    )
    wording_hash = models.CharField("empreinte du texte", max_length=64)
    method = models.CharField("moyen", max_length=10, choices=ConsentMethod.choices)
    source = models.CharField("page ou formulaire", max_length=250)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="noté par",
    )
    given_at = models.DateTimeField("donné le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "audience"],
                condition=models.Q(withdrawn_at=None),
                name="consent_one_standing_per_purpose",
                violation_error_message="Cet accord est déjà enregistré.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_purpose_display()}"
