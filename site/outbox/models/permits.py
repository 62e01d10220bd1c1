"""The right to write to somebody, and the addresses nobody may write to."""

from django.db import models

from ..addresses import address_hash

EVERYWHERE = "*"


class PermitQuerySet(models.QuerySet["Permit"]):
    def standing(self) -> "PermitQuerySet":
        return self.filter(revoked_at=None)

    def covered_by(self, *, address_hash: str, scope: str) -> "PermitQuerySet":
        """The permits of an address that a suppression of `scope` takes away: "*", itself, or its family."""
        permits = self.filter(address_hash=address_hash)
        if scope == EVERYWHERE:
            return permits
        return permits.filter(models.Q(purpose=scope) | models.Q(purpose__startswith=f"{scope}:"))


class Permit(models.Model):
    """A revocable right to write to one address for one purpose: "letter", "registration:12".

    The only place of that fact (architecture.md): the app that holds the consent grants and revokes it in the
    transaction that changes the consent; the fence reads it at the moment of departure (S5).
    """

    address = models.CharField("adresse", max_length=254, blank=True)
    address_hash = models.CharField("empreinte de l’adresse", max_length=64, editable=False)
    purpose = models.CharField("finalité", max_length=100)
    granted_at = models.DateTimeField("accordée le")
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)
    revoke_reason = models.CharField("motif du retrait", max_length=200, blank=True)

    objects = PermitQuerySet.as_manager()

    class Meta:
        verbose_name = "permission d’écrire"
        verbose_name_plural = "permissions d’écrire"
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "purpose"],
                name="permit_one_per_address_and_purpose",
                violation_error_message="Cette adresse a déjà une permission pour cette finalité.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoke_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoke_reason="")),
                name="permit_revoked_with_a_reason",
                violation_error_message="Un retrait a une date et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address or 'adresse effacée'} ({self.purpose})"

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of_address(self, address: str) -> "SuppressionQuerySet":
        """Those of `address`, already normalised."""
        return self.filter(address_hash=address_hash(address))

    def blocking(self, *, address: str, scope: str) -> "SuppressionQuerySet":
        """Those that stop a message of `scope` to `address`: everywhere, that scope, or its family."""
        family = scope.partition(":")[0]
        return self.of_address(address).filter(scope__in=[EVERYWHERE, scope, family])


class Suppression(models.Model):
    """An address that must not be written to, kept as a keyed fingerprint only (law.md G-11)."""

    address_hash = models.CharField("empreinte de l’adresse", max_length=64)
    scope = models.CharField("portée", max_length=100, help_text="« * » pour tout courrier.")
    reason = models.CharField("motif", max_length=200)
    at = models.DateTimeField("depuis le")

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse mise à l’écart"
        verbose_name_plural = "adresses mises à l’écart"
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "scope"],
                name="suppression_one_per_address_and_scope",
                violation_error_message="Cette adresse est déjà mise à l’écart.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(scope=""),
                name="suppression_has_reason_and_scope",
                violation_error_message="Une mise à l’écart a une portée et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:8]}… ({self.scope}) : {self.reason}"
