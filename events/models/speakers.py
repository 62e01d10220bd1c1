"""Who facilitates, trains or speaks. Their names are published only while they agree (S0-22, law.md C-14)."""

from django.db import models
from django.db.models import F, Q

from people.enums import Audience

from ..enums import EventRole


class EventPersonQuerySet(models.QuerySet["EventPerson"]):
    def public(self) -> "EventPersonQuerySet":
        """Those who agree today to be named on the site."""
        agreed = Q(consent__withdrawn_at=None, consent__audience=Audience.WEB, consent__person=F("person"))
        return self.filter(agreed, consent__isnull=False)


class EventPerson(models.Model):
    """Somebody's part in an event, at one of its dates or at all."""

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="people", verbose_name="rendez-vous"
    )
    session = models.ForeignKey(
        "events.Session",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="people",
        verbose_name="séance",
        help_text="Vide : à toutes les dates.",
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="event_roles", verbose_name="personne"
    )
    role = models.CharField("rôle", max_length=12, choices=EventRole.choices, default=EventRole.FACILITATOR)
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="event_people",
        verbose_name="structure",
    )
    credentials = models.TextField(
        "présentation", blank=True, max_length=600, help_text="Métier, expérience, ce qui l’amène ici."
    )
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    objects = EventPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "intervenant ou intervenante"
        verbose_name_plural = "intervenantes et intervenants"
        ordering = ["event", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person", "role"],
                condition=Q(session=None),
                name="event_person_once",
                violation_error_message="Cette personne a déjà ce rôle.",
            ),
            models.UniqueConstraint(
                fields=["session", "person", "role"],
                name="session_person_once",
                violation_error_message="Cette personne a déjà ce rôle à cette séance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    @property
    def may_be_named(self) -> bool:
        consent = self.consent
        standing = consent and consent.withdrawn_at is None and consent.person_id == self.person_id
        return bool(standing and consent and consent.audience == Audience.WEB)
