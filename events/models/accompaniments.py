"""Accompaniment by a neutral third party (S2): what is offered, who asked, and the file of each.

What is said in confidence is not here: interviews and notes are sealed passages of `people`, whose exchanges a file
only points to.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import User

from ..enums_accompaniment import (
    AccompanimentPhase,
    AccompanimentState,
    ActionState,
    StakeholderKind,
    SupportRole,
)


class OfferedService(models.Model):
    """One line of the catalogue « à la carte » (S2-01)."""

    title = models.CharField("service", max_length=120, unique=True)
    summary = models.CharField("en une phrase", max_length=250)
    details = models.TextField("ce qu’il comprend", blank=True, max_length=2000)
    is_open = models.BooleanField("proposé en ce moment", default=True)
    position = models.PositiveSmallIntegerField("ordre", default=1)

    class Meta:
        verbose_name = "service d’accompagnement"
        verbose_name_plural = "services d’accompagnement"
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class AccompanimentQuerySet(models.QuerySet["Accompaniment"]):
    def of_member(self, user: User, today: date) -> "AccompanimentQuerySet":
        """Files that `user` may read and write today: open ones, while their term in the team runs (S2-07)."""
        current = SupportTerm.objects.current(today).filter(user=user)
        return self.filter(state=AccompanimentState.OPEN, pk__in=current.values("accompaniment"))


class Accompaniment(models.Model):
    """A request, then the file of a cooperation that a third party helps (S2-01 to S2-08).

    Personal data: `contact`, `contact_email`, `situation`; purpose and periods in `accompaniment.personal_data`.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("projet de coopération", max_length=160)
    organisation_name = models.CharField("structure qui demande", max_length=160)
    contact = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accompaniments",
        verbose_name="personne qui demande",
    )
    contact_email = models.CharField("adresse du groupe", max_length=254, blank=True)
    territory = models.ForeignKey(
        "cms.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="territoire"
    )
    services = models.ManyToManyField(
        OfferedService, blank=True, related_name="accompaniments", verbose_name="services souhaités"
    )
    situation = models.TextField("situation et attentes", blank=True, max_length=3000)
    state = models.CharField(
        "état", max_length=12, choices=AccompanimentState.choices, default=AccompanimentState.ASKED
    )
    exchanges = models.ManyToManyField(
        "people.Exchange", blank=True, related_name="accompaniments", verbose_name="échanges confidentiels"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    handed_over_at = models.DateTimeField("passé au groupe le", null=True, blank=True)
    submission_key = models.UUIDField("clé d’envoi", unique=True, editable=False)

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        verbose_name = "accompagnement"
        verbose_name_plural = "accompagnements"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AccompanimentState.HANDED_OVER, handed_over_at__isnull=False)
                | ~Q(state=AccompanimentState.HANDED_OVER) & Q(handed_over_at=None),
                name="accompaniment_handed_over_on_a_day",
                violation_error_message="Un accompagnement passé au groupe l’a été un jour.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == AccompanimentState.OPEN

    @property
    def belongs_to_group(self) -> bool:
        return self.state == AccompanimentState.HANDED_OVER


class PhaseSpan(models.Model):
    """When a phase began and ended, and what came of it (S2-03)."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="phases", verbose_name="accompagnement"
    )
    phase = models.CharField("phase", max_length=12, choices=AccompanimentPhase.choices)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)
    outcome = models.TextField("ce qui en ressort", blank=True, max_length=2000)

    class Meta:
        verbose_name = "phase d’un accompagnement"
        verbose_name_plural = "phases d’un accompagnement"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment", "phase"],
                name="phase_once",
                violation_error_message="Cette phase a déjà ses dates.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_it_starts",
                violation_error_message="Une phase finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_phase_display()


class Stakeholder(models.Model):
    """A party to the cooperation, and whether it has a seat in the project group (S2-04, S2-16). Never a person."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="stakeholders", verbose_name="accompagnement"
    )
    kind = models.CharField("sorte d’acteur", max_length=12, choices=StakeholderKind.choices)
    name = models.CharField("structure ou groupe", max_length=160, help_text="Jamais le nom d’une personne.")
    has_seat = models.BooleanField("siège au groupe projet", default=False)
    expects = models.TextField("ce qu’elle attend, ce qu’elle apporte", blank=True, max_length=400)

    class Meta:
        verbose_name = "partie prenante"
        verbose_name_plural = "parties prenantes"
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment", "name"],
                name="stakeholder_once",
                violation_error_message="Cette partie prenante est déjà sur la carte.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoadmapAction(models.Model):
    """What is to be done, by whom, when. The team proposes; only the group decides (S2-02, S2-05)."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="actions", verbose_name="accompagnement"
    )
    title = models.CharField("action", max_length=200)
    who = models.CharField("qui s’en charge", max_length=160, help_text="Une structure ou une fonction.")
    due_on = models.DateField("pour le", null=True, blank=True)
    state = models.CharField("état", max_length=8, choices=ActionState.choices, default=ActionState.PROPOSED)
    decided_at = models.DateTimeField("décidée par le groupe le", null=True, blank=True)

    class Meta:
        verbose_name = "action de la feuille de route"
        verbose_name_plural = "actions de la feuille de route"
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ActionState.PROPOSED, ActionState.DROPPED]) | Q(decided_at__isnull=False),
                name="action_decided_by_the_group",
                violation_error_message="Seul le groupe décide d’une action.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and self.state in ActionState.unfinished()


class SupportTermQuerySet(models.QuerySet["SupportTerm"]):
    def current(self, today: date) -> "SupportTermQuerySet":
        return self.filter(starts_on__lte=today, ends_on__gte=today)


class SupportTerm(models.Model):
    """Somebody of the team, for a time: their rights end by themselves (S2-07)."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="team", verbose_name="accompagnement"
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="accompaniment_terms", verbose_name="compte"
    )
    role = models.CharField("rôle", max_length=12, choices=SupportRole.choices, default=SupportRole.FACILITATOR)
    starts_on = models.DateField("du", default=timezone.localdate)
    ends_on = models.DateField("au")

    objects = SupportTermQuerySet.as_manager()

    class Meta:
        verbose_name = "membre de l’équipe d’appui"
        verbose_name_plural = "membres de l’équipe d’appui"
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="team_term_ends_after_it_starts",
                violation_error_message="Un mandat finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class FollowUp(models.Model):
    """News asked of the group 6 and 12 months after the hand-over (S2-08)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="accompagnement"
    )
    months = models.PositiveSmallIntegerField("mois après le passage au groupe")
    due_on = models.DateField("à demander le")
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    news = models.TextField("où en est le projet", blank=True, max_length=2000)
    wants_help = models.BooleanField("souhaite être rappelé", default=False)

    class Meta:
        verbose_name = "suite d’un accompagnement"
        verbose_name_plural = "suites d’un accompagnement"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["accompaniment", "months"], name="follow_up_once")]

    def __str__(self) -> str:
        return f"{self.accompaniment}, {self.months} mois après"
