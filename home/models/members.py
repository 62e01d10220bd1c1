"""The people of an organisation. Their names are published only while they agree (law.md C-10, C-14)."""

from django.db import models
from django.db.models import F, Q

from people.enums import Audience

from .organisations import OrganisationPage


class OrganisationPersonQuerySet(models.QuerySet["OrganisationPerson"]):
    def public(self) -> "OrganisationPersonQuerySet":
        """Those who agree today to be named on the site."""
        agreed = Q(consent__withdrawn_at=None, consent__audience=Audience.WEB, consent__person=F("person"))
        return self.filter(agreed, consent__isnull=False)


class OrganisationPerson(models.Model):
    """Somebody's place in an organisation. A model of its own: a page's older revision would make it anew."""

    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="people", verbose_name="structure"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="places", verbose_name="personne"
    )
    role = models.CharField("fonction", max_length=160, blank=True)
    order = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits nombres d’abord.")
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    objects = OrganisationPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne d’une structure"
        verbose_name_plural = "personnes des structures"
        ordering = ["organisation", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                name="organisation_person_once",
                violation_error_message="Cette personne est déjà dans cette structure.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}" if self.role else str(self.person)

    @property
    def may_be_named(self) -> bool:
        consent = self.consent
        standing = consent and consent.withdrawn_at is None and consent.person_id == self.person_id
        return bool(standing and consent and consent.audience == Audience.WEB)
