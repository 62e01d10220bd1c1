"""Who was there, half-day by half-day, and the certificates that say so (law.md T-01, T-02)."""

from django.db import models
from django.db.models import F, Q

from ..enums import CertificateKind, Half, PresenceSource
from .registrations import Registration


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def present(self) -> "AttendanceQuerySet":
        return self.filter(is_present=True)


class Attendance(models.Model):
    """One participant during one half-day of a session, as last noted. Written only by `services.presence`.

    `noted_at` is when somebody noted it, perhaps offline: the latest note wins, so a queue sent twice, late or from
    two telephones ends in the same row.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances", verbose_name="inscription"
    )
    day = models.DateField("jour")
    half = models.CharField("demi-journée", max_length=9, choices=Half.choices)
    is_present = models.BooleanField("était là", default=True)
    arrived_at = models.DateTimeField("arrivée", null=True, blank=True)
    left_at = models.DateTimeField("départ", null=True, blank=True)
    noted_at = models.DateTimeField("noté le")
    source = models.CharField("noté par", max_length=6, choices=PresenceSource.choices)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["day", "-half", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "day", "half"],
                name="attendance_once_a_half_day",
                violation_error_message="La présence est déjà notée pour cette demi-journée.",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at=None) | Q(left_at__gte=F("arrived_at")),
                name="attendance_leaves_after_arriving",
                violation_error_message="Le départ doit venir après l’arrivée.",
            ),
        ]

    def __str__(self) -> str:
        said = "présence" if self.is_present else "absence"
        return f"{self.registration.person}, {said} le {self.day:%d/%m/%Y}"


class Certificate(models.Model):
    """What one participant really attended of one event, frozen the day it was issued; its code proves it.

    `content` is what the paper says: the name, the event, the sessions with their minutes. A new certificate replaces
    the former one when the hours changed; the code of the former one then says so.
    """

    code = models.CharField("code de vérification", max_length=14, unique=True)
    kind = models.CharField("nature", max_length=10, choices=CertificateKind.choices)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name="participant ou participante",
    )
    event = models.ForeignKey(
        "events.EventPage", on_delete=models.PROTECT, related_name="certificates", verbose_name="rendez-vous"
    )
    content = models.JSONField("ce qu’elle atteste", default=dict)
    minutes = models.PositiveIntegerField("minutes suivies")
    issued_at = models.DateTimeField("délivrée le")
    replaced_at = models.DateTimeField("remplacée le", null=True, blank=True)

    class Meta:
        verbose_name = "attestation"
        verbose_name_plural = "attestations"
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"],
                condition=Q(replaced_at=None),
                name="certificate_one_standing",
                violation_error_message="Une attestation vaut déjà pour cette personne et ce rendez-vous.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
