"""Who offers a hand to the journal, and what they were asked to do (S3-12)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import AssignmentState, VolunteerRole


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def offering(self) -> "VolunteerQuerySet":
        """Still willing, and still agreeing to be asked."""
        return self.filter(stopped_at=None).exclude(consent__withdrawn_at__isnull=False)


class Volunteer(models.Model):
    """Someone who offers to do one thing. No account is needed; one row for each role."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="volunteering", verbose_name="personne"
    )
    role = models.CharField("prête à", max_length=12, choices=VolunteerRole.choices)
    consent = models.ForeignKey(
        "people.Consent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="accord"
    )
    workshop = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="rencontrée à",
    )
    note = models.CharField(
        "à savoir", max_length=200, blank=True, help_text="Ses disponibilités, ses sujets. Jamais de donnée de santé."
    )
    offered_at = models.DateTimeField("proposé le")
    stopped_at = models.DateTimeField("arrêté le", null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = "bénévole du journal"
        verbose_name_plural = "bénévoles du journal"
        ordering = ["person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                name="volunteer_once_per_role",
                violation_error_message="Cette personne est déjà notée pour ce rôle.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Assignment(models.Model):
    """A task with a date, proposed to a person, who accepts or declines by a link."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="assignments", verbose_name="numéro"
    )
    slot = models.ForeignKey(
        "journal.Slot",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name="emplacement",
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="assignments", verbose_name="personne"
    )
    role = models.CharField("tâche", max_length=12, choices=VolunteerRole.choices)
    note = models.TextField("précisions", blank=True, max_length=600)
    due_on = models.DateField("pour le")
    state = models.CharField("état", max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASKED)
    asked_at = models.DateTimeField("proposée le")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    done_at = models.DateTimeField("faite le", null=True, blank=True)
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="proposée par",
    )

    class Meta:
        verbose_name = "tâche"
        verbose_name_plural = "tâches"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person", "role"],
                condition=Q(slot__isnull=False) & ~Q(state=AssignmentState.DECLINED),
                name="assignment_once",
                violation_error_message="Cette personne a déjà cette tâche.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DONE) | Q(done_at__isnull=False),
                name="assignment_done_is_dated",
                violation_error_message="Une tâche faite est datée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.slot or self.issue} ({self.person})"

    @property
    def is_open(self) -> bool:
        """Something is still awaited from this person."""
        return self.state in (AssignmentState.ASKED, AssignmentState.ACCEPTED)
