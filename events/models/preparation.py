"""The months before a workshop: steps dated backwards from its day, and the few people who take them (S3-18 to S3-21).

Nothing here is part of the page's drafts: steps are done while the page is still being written.
"""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..enums import SessionState
from ..enums_workshop import StepState
from .sessions import Session

# « 3 mois à l’avance MINIMUM » (S3-18).
NOTICE = timedelta(days=90)


class PreparationTemplate(ClusterableModel):
    """Steps to start a preparation from."""

    name = models.CharField("nom", max_length=120, unique=True)

    class Meta:
        verbose_name = "préparation type"
        verbose_name_plural = "préparations types"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateStep(Orderable):
    template = ParentalKey(PreparationTemplate, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField("étape", max_length=160)
    days_before = models.SmallIntegerField(
        "jours avant l’atelier", help_text="90 : trois mois avant. Un nombre négatif compte les jours après."
    )
    details = models.TextField("en quoi elle consiste", blank=True, max_length=600)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("days_before")]), FieldPanel("details")]

    class Meta(Orderable.Meta):
        verbose_name = "étape type"
        verbose_name_plural = "étapes types"

    def __str__(self) -> str:
        return self.title


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def going_on(self) -> "PreparationQuerySet":
        """All but those of workshops whose dates are all cancelled: nobody prepares them any more."""
        dates = Session.objects.filter(event=OuterRef("workshop"))
        cancelled = dates.filter(state=SessionState.CANCELLED)
        return self.exclude(Exists(cancelled), ~Exists(dates.exclude(state=SessionState.CANCELLED)))


class Preparation(models.Model):
    """The preparation of one workshop. `day` is what its steps are computed from."""

    workshop = models.OneToOneField(
        "events.WorkshopPage", on_delete=models.CASCADE, related_name="preparation", verbose_name="atelier"
    )
    day = models.DateField("jour de l’atelier")
    opened_on = models.DateField("commencée le")
    # Grows each time the day moves, so that each move is told once.
    moves = models.PositiveSmallIntegerField("changements de date", default=0, editable=False)
    short_notice_reason = models.TextField("pourquoi moins de trois mois avant", blank=True, max_length=600)
    short_notice_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="motif écrit par",
    )

    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = "préparation"
        verbose_name_plural = "préparations"
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"Préparation de « {self.workshop.title} »"

    @property
    def is_short(self) -> bool:
        """Fewer than 90 days between its beginning and the workshop (S3-18)."""
        return self.day - self.opened_on < NOTICE

    @property
    def lacks_reason(self) -> bool:
        return self.is_short and not self.short_notice_reason

    @property
    def is_over(self) -> bool:
        return self.day < timezone.localdate()


class TeamMember(models.Model):
    """One of the two or three people who prepare a workshop, without an account: a signed link is enough (S3-21)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    preparation = models.ForeignKey(
        Preparation, on_delete=models.CASCADE, related_name="team", verbose_name="préparation"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="preparations", verbose_name="personne"
    )
    organisation_name = models.CharField("structure", max_length=160, blank=True)

    class Meta:
        verbose_name = "membre de l’équipe de préparation"
        verbose_name_plural = "membres de l’équipe de préparation"
        ordering = ["preparation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "person"],
                name="preparation_member_once",
                violation_error_message="Cette personne est déjà dans l’équipe.",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class PreparationStepQuerySet(models.QuerySet["PreparationStep"]):
    def open(self) -> "PreparationStepQuerySet":
        return self.filter(state=StepState.OPEN)

    def late(self, today: date | None = None) -> "PreparationStepQuerySet":
        return self.open().filter(due_on__lt=today or timezone.localdate())


class PreparationStep(models.Model):
    """Something to do before (or just after) the workshop, by somebody, at a date (S3-18, S3-19)."""

    preparation = models.ForeignKey(
        Preparation, on_delete=models.CASCADE, related_name="steps", verbose_name="préparation"
    )
    title = models.CharField("étape", max_length=160)
    details = models.TextField("en quoi elle consiste", blank=True, max_length=600)
    # Negative: days after. What moves `due_on` when the workshop moves.
    days_before = models.SmallIntegerField("jours avant l’atelier")
    due_on = models.DateField("à faire pour le")
    owner = models.ForeignKey(
        TeamMember,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="steps",
        verbose_name="qui s’en charge",
    )
    state = models.CharField("état", max_length=9, choices=StepState.choices, default=StepState.OPEN)
    settled_on = models.DateField("réglée le", null=True, blank=True)

    objects = PreparationStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape de préparation"
        verbose_name_plural = "étapes de préparation"
        ordering = ["preparation", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, settled_on=None)
                | Q(state__in=[StepState.DONE, StepState.POINTLESS], settled_on__isnull=False),
                name="preparation_step_settled_has_day",
                violation_error_message="Une étape réglée l’est un jour donné ; une étape à faire, pas encore.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date | None = None) -> bool:
        return self.state == StepState.OPEN and self.due_on < (today or timezone.localdate())

    @property
    def countdown(self) -> str:
        """« J-90 », « le jour même », « J+15 »."""
        if self.days_before == 0:
            return "le jour même"
        return f"J−{self.days_before}" if self.days_before > 0 else f"J+{-self.days_before}"
