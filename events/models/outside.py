"""What other calendars know of ours, and ours of theirs."""

from django.db import models


class ImportedDate(models.Model):
    """Where a session came from: the entry of another calendar, and the last version of it we read (I21)."""

    session = models.OneToOneField(
        "events.Session", on_delete=models.CASCADE, related_name="imported", verbose_name="séance"
    )
    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="imported_dates", verbose_name="rendez-vous"
    )
    uid = models.CharField("identifiant d’origine", max_length=255)
    recurrence = models.CharField("occurrence", max_length=40, blank=True)
    sequence = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "date importée"
        verbose_name_plural = "dates importées"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "uid", "recurrence"],
                name="imported_date_once",
                violation_error_message="Cette date est déjà importée.",
            )
        ]

    def __str__(self) -> str:
        return self.uid
