"""The course of a session, moment by moment: of one date, or a template that many share (S0-18)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..timetables import Moment, TimetableUnreadable, faults_between, read_timetable, span_of


class TimetableTemplate(models.Model):
    """A déroulé to be used again: the hours move with the session it is given to, the lengths stay."""

    name = models.CharField("nom", max_length=120, unique=True)
    text = models.TextField(
        "moments",
        max_length=8000,
        help_text="Une ligne par moment : « 9h - 9h05 : Accueil café ». Une précision se met après une barre « | ».",
    )

    class Meta:
        verbose_name = "déroulé type"
        verbose_name_plural = "déroulés types"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        try:
            moments = read_timetable(self.text)
        except TimetableUnreadable as error:
            raise ValidationError({"text": str(error)}) from error
        if faults := faults_between(moments):
            raise ValidationError({"text": faults})

    @property
    def moments(self) -> list[Moment]:
        return read_timetable(self.text)

    @property
    def length(self) -> timedelta:
        """From the first moment to the end of the last."""
        return span_of(self.moments)


class TimetableSlot(models.Model):
    """One line of the timetable of a session (S0-18)."""

    session = models.ForeignKey("events.Session", on_delete=models.CASCADE, related_name="slots", verbose_name="séance")
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à", null=True, blank=True)
    title = models.CharField("quoi", max_length=200)
    description = models.TextField("précision", blank=True)

    class Meta:
        verbose_name = "moment du déroulé"
        verbose_name_plural = "moments du déroulé"
        ordering = ["session", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="slot_ends_after_it_starts",
                violation_error_message="La fin d’un moment doit venir après son début.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        """The name `components/timetable.html` gives to what is said under a title."""
        return self.description
