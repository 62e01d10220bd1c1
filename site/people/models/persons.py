"""One identity without an account."""

import uuid

from django.db import models
from django.db.models.functions import Lower, Trim


class PersonQuerySet(models.QuerySet["Person"]):
    def with_email(self, email: str) -> "PersonQuerySet":
        """Everyone reached at `email` (already normalised): a couple, a shared mailbox, or nobody."""
        return self.filter(email=email)


class Person(models.Model):
    """Someone we know of: at most one e-mail, possibly none; several people may share one address.

    Personal data: purpose and retention are declared in `people.apps`.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField("prénom", max_length=80, blank=True)
    family_name = models.CharField("nom", max_length=80, blank=True)
    email = models.CharField(
        "adresse e-mail",
        max_length=254,
        blank=True,
        db_index=True,
        help_text="Facultative. Plusieurs personnes peuvent partager la même.",
    )
    created_at = models.DateTimeField("connue depuis", auto_now_add=True)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower(Trim("email"))),
                name="person_email_normalised",
                violation_error_message="L’adresse e-mail doit être en minuscules et sans espace.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or "Personne sans nom"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
