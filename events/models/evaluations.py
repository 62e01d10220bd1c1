"""What people thought of it: a questionnaire after each workshop or training, answered without a name."""

from django.db import models
from django.db.models import Q

from ..enums import EvaluationKind


class EvaluationQuestion(models.Model):
    """One question of the questionnaire of an event; none means the standard ones (`evaluations.STANDARD`)."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="evaluation_questions", verbose_name="rendez-vous"
    )
    position = models.PositiveSmallIntegerField("ordre", default=1)
    label = models.CharField("question", max_length=200)
    kind = models.CharField("réponse", max_length=5, choices=EvaluationKind.choices, default=EvaluationKind.SCORE)

    class Meta:
        verbose_name = "question d’évaluation"
        verbose_name_plural = "questions d’évaluation"
        ordering = ["event", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class EvaluationReply(models.Model):
    """The answers of one participant. `author_key` is a keyed fingerprint: it lets them correct, names nobody."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="evaluation_replies", verbose_name="rendez-vous"
    )
    author_key = models.CharField("empreinte", max_length=64, editable=False)
    # A day, not an hour: with the log of the server an hour would name somebody.
    answered_on = models.DateField("répondu le")

    class Meta:
        verbose_name = "évaluation"
        verbose_name_plural = "évaluations"
        ordering = ["event", "author_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "author_key"],
                name="evaluation_once_each",
                violation_error_message="Cette personne a déjà répondu.",
            )
        ]

    def __str__(self) -> str:
        return f"Évaluation du {self.answered_on:%d/%m/%Y}"


class EvaluationAnswer(models.Model):
    reply = models.ForeignKey(
        EvaluationReply, on_delete=models.CASCADE, related_name="answers", verbose_name="évaluation"
    )
    question = models.ForeignKey(
        EvaluationQuestion, on_delete=models.CASCADE, related_name="answers", verbose_name="question"
    )
    score = models.PositiveSmallIntegerField("note", null=True, blank=True)
    text = models.TextField("réponse", blank=True, max_length=2000)

    class Meta:
        verbose_name = "réponse d’évaluation"
        verbose_name_plural = "réponses d’évaluation"
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "question"],
                name="evaluation_answer_once",
                violation_error_message="Cette question a déjà sa réponse.",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5),
                name="evaluation_score_from_1_to_5",
                violation_error_message="Une note va de 1 à 5.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or str(self.score or "")
