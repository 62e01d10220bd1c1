"""Groups that make a seed grow by themselves: no account, no staff (S3-27, S3-31)."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import MembershipState
from .outputs import Seed
from .questions import private_files

# S3-27: a group silent for that long is nudged; silent for that long again, its seed sleeps.
SILENT_FOR = timedelta(days=60)
SLEEPS_AFTER = timedelta(days=30)


class ActionGroup(models.Model):
    """The people who make a seed grow. They decide; the association sees and helps."""

    seed = models.OneToOneField(Seed, on_delete=models.CASCADE, related_name="group", verbose_name="graine")
    name = models.CharField("nom du groupe", max_length=160)
    next_on = models.DateField("date du prochain rendez-vous", null=True, blank=True)
    next_meeting = models.CharField("prochain rendez-vous", max_length=200, blank=True)
    help_wanted = models.TextField("aide demandée à l’association", blank=True, max_length=600)
    heard_at = models.DateTimeField("dernier signe de vie", default=timezone.now, editable=False)
    nudged_at = models.DateTimeField("relancé le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "groupe-action"
        verbose_name_plural = "groupes-action"

    def __str__(self) -> str:
        return self.name

    def is_silent(self, now: datetime) -> bool:
        return now - self.heard_at >= SILENT_FOR


class MembershipQuerySet(models.QuerySet["Membership"]):
    def members(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.MEMBER)

    def asking(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ASKED)


class Membership(models.Model):
    """One person and one group: a request, then a member, perhaps the one who leads."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(ActionGroup, on_delete=models.CASCADE, related_name="memberships", verbose_name="groupe")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="memberships", verbose_name="personne"
    )
    state = models.CharField("état", max_length=10, choices=MembershipState.choices, default=MembershipState.ASKED)
    leads = models.BooleanField("porte le groupe", default=False)
    message = models.TextField("message au groupe", blank=True, max_length=600)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    # A mailbox proves itself before the group hears of a request: nobody is proposed by somebody else.
    confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    settled_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="réglé par"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’un groupe-action"
        verbose_name_plural = "membres des groupes-action"
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                name="membership_once",
                violation_error_message="Cette personne est déjà connue du groupe.",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(leads=True),
                name="membership_one_lead",
                violation_error_message="Ce groupe est déjà porté par quelqu’un.",
            ),
            models.CheckConstraint(
                condition=Q(leads=False) | Q(state=MembershipState.MEMBER),
                name="membership_lead_is_member",
                violation_error_message="Seul un membre peut porter le groupe.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_state_display()})"

    @property
    def is_member(self) -> bool:
        return self.state == MembershipState.MEMBER


class GroupNews(models.Model):
    """What a group tells of its seed, on its public page. Signed by the group, never by a person."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(ActionGroup, on_delete=models.CASCADE, related_name="news", verbose_name="groupe")
    text = models.TextField("nouvelle", max_length=1500)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="écrite par"
    )
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "nouvelle d’un groupe-action"
        verbose_name_plural = "nouvelles des groupes-action"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.group.seed.get_absolute_url()}#nouvelle-{self.pk}"


class GroupFile(models.Model):
    """A file that members share among themselves: no public address leads to it."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(ActionGroup, on_delete=models.CASCADE, related_name="files", verbose_name="groupe")
    title = models.CharField("titre", max_length=160)
    file = models.FileField("fichier", storage=private_files, upload_to="groupes/%Y/%m")
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="déposé par"
    )
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "fichier d’un groupe-action"
        verbose_name_plural = "fichiers des groupes-action"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title
