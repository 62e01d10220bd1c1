"""The questionnaire to actors before a workshop: its answers are the first state of the diagnosis (S3-20)."""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone

from ..enums import DiagnosisKind


class Questionnaire(models.Model):
    workshop = models.OneToOneField(
        "events.WorkshopPage", on_delete=models.CASCADE, related_name="questionnaire", verbose_name="atelier"
    )
    introduction = models.TextField("introduction", blank=True, max_length=800)
    is_open = models.BooleanField("ouvert", default=False)
    closes_on = models.DateField("dernier jour pour répondre", null=True, blank=True)

    class Meta:
        verbose_name = "questionnaire en amont"
        verbose_name_plural = "questionnaires en amont"

    def __str__(self) -> str:
        return f"Questionnaire de « {self.workshop.title} »"

    def takes_answers(self, today: date | None = None) -> bool:
        return self.is_open and (self.closes_on is None or self.closes_on >= (today or timezone.localdate()))


class QuestionnaireQuestion(models.Model):
    """One question; each line of an answer becomes an item of its kind."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions", verbose_name="questionnaire"
    )
    position = models.PositiveSmallIntegerField("ordre", default=1)
    label = models.CharField("question", max_length=250)
    kind = models.CharField("devient", max_length=15, choices=DiagnosisKind.choices)

    class Meta:
        verbose_name = "question aux acteurs et actrices"
        verbose_name_plural = "questions aux acteurs et actrices"
        ordering = ["questionnaire", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class QuestionnaireReply(models.Model):
    """Who answered, when; what they said are diagnosis items. Nobody is obliged to say who they are."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="replies", verbose_name="questionnaire"
    )
    submission_key = models.UUIDField("clé d’envoi", unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questionnaire_replies",
        verbose_name="personne",
    )
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    profile = models.ForeignKey(
        "events.Profile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="profil"
    )
    replied_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse au questionnaire en amont"
        verbose_name_plural = "réponses au questionnaire en amont"
        ordering = ["questionnaire", "pk"]

    def __str__(self) -> str:
        return str(self.person or self.organisation_name or "Réponse sans nom")
