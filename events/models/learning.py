"""What a training lives by, beside its dates: topics, tools, work between sessions (S4-04 to S4-11)."""

import uuid

from django.db import models
from django.utils import timezone

from ..enums_workshop import ItemState


class TopicProposal(models.Model):
    """A case, lived or to come, that a participant wants to work on. Only the participants read it (S4-04)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(
        "events.TrainingPage", on_delete=models.CASCADE, related_name="topic_proposals", verbose_name="formation"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="topic_proposals", verbose_name="proposé par"
    )
    title = models.CharField("sujet", max_length=160)
    text = models.TextField("le cas, en quelques mots", blank=True, max_length=800)
    backers = models.ManyToManyField(
        "people.Person", blank=True, related_name="backed_topics", verbose_name="choisi par"
    )
    session = models.ForeignKey(
        "events.Session",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="topics",
        verbose_name="retenu pour la séance",
    )
    proposed_at = models.DateTimeField("proposé le", default=timezone.now)

    class Meta:
        verbose_name = "sujet proposé"
        verbose_name_plural = "sujets proposés"
        ordering = ["training", "pk"]

    def __str__(self) -> str:
        return self.title


class ToolSheet(models.Model):
    """A tool, found in one module and tried in another (S4-07)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(
        "events.TrainingPage", on_delete=models.CASCADE, related_name="tools", verbose_name="formation"
    )
    name = models.CharField("outil", max_length=120)
    use = models.CharField("à quoi il sert", max_length=250, blank=True)
    website = models.URLField("site", blank=True)
    found_in = models.ForeignKey(
        "events.Module",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tools_found",
        verbose_name="repéré dans le module",
    )
    tried_in = models.ForeignKey(
        "events.Module",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tools_tried",
        verbose_name="essayé dans le module",
    )

    class Meta:
        verbose_name = "fiche d’outil"
        verbose_name_plural = "fiches d’outils"
        ordering = ["training", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "name"],
                name="tool_named_once",
                violation_error_message="Cet outil est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ToolReviewQuerySet(models.QuerySet["ToolReview"]):
    def shared(self) -> "ToolReviewQuerySet":
        """What participants read among themselves: all that was not set aside."""
        return self.exclude(state=ItemState.ASIDE)

    def public(self) -> "ToolReviewQuerySet":
        """What anybody reads: what somebody of the team read first."""
        return self.filter(state=ItemState.KEPT)


class ToolReview(models.Model):
    """What one structure found good and bad in a tool (S4-08); read by the team before everybody may."""

    tool = models.ForeignKey(ToolSheet, on_delete=models.CASCADE, related_name="reviews", verbose_name="outil")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="tool_reviews", verbose_name="écrit par"
    )
    structure = models.CharField("structure", max_length=160)
    advantages = models.TextField("avantages", blank=True, max_length=800)
    limits = models.TextField("limites", blank=True, max_length=800)
    state = models.CharField("état", max_length=10, choices=ItemState.choices, default=ItemState.NEW)
    written_at = models.DateTimeField("écrit le", default=timezone.now)

    objects = ToolReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "avis sur un outil"
        verbose_name_plural = "avis sur les outils"
        ordering = ["tool", "structure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "person"],
                name="tool_reviewed_once",
                violation_error_message="Cette personne a déjà donné son avis sur cet outil.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} : {self.structure}"


class HomeTask(models.Model):
    """What participants try at home before the next session (S4-09)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(
        "events.TrainingPage", on_delete=models.CASCADE, related_name="home_tasks", verbose_name="formation"
    )
    session = models.ForeignKey(
        "events.Session",
        on_delete=models.CASCADE,
        related_name="home_tasks",
        verbose_name="à faire avant la séance",
    )
    title = models.CharField("consigne", max_length=160)
    text = models.TextField("en détail", blank=True, max_length=1500)

    class Meta:
        verbose_name = "travail entre deux séances"
        verbose_name_plural = "travaux entre deux séances"
        ordering = ["training", "session__starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class HomeReport(models.Model):
    """The short report of one participant (S4-09), with what it changed inside and outside the structure (S4-10)."""

    task = models.ForeignKey(HomeTask, on_delete=models.CASCADE, related_name="reports", verbose_name="consigne")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="home_reports", verbose_name="écrit par"
    )
    tried = models.TextField("ce que j’ai essayé", max_length=1000)
    inside = models.TextField("ce que cela change dans la structure", blank=True, max_length=1000)
    outside = models.TextField("ce que cela change avec les publics et les partenaires", blank=True, max_length=1000)
    written_at = models.DateTimeField("écrit le", default=timezone.now)

    class Meta:
        verbose_name = "retour d’expérience"
        verbose_name_plural = "retours d’expérience"
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"],
                name="home_report_once",
                violation_error_message="Ce retour d’expérience est déjà écrit.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} : {self.person}"
