"""The deadline that the public was last told of, as calendars know it."""

import uuid

from django.db import models

from .calls import CallPage


class AnnouncedDeadline(models.Model):
    """One for each call that was public. Written by `home.services.deadlines` only.

    Outside the page, whose older revisions may be published again: a calendar never goes back (RFC 5546 2.1.4).
    """

    call = models.OneToOneField(
        CallPage, on_delete=models.CASCADE, related_name="announced_deadline", verbose_name="appel à projets"
    )
    uid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField("date de clôture")
    is_withdrawn = models.BooleanField("retirée", default=False)
    sequence = models.PositiveIntegerField("version", default=0)
    modified_at = models.DateTimeField("changée le")

    class Meta:
        verbose_name = "date de clôture annoncée"
        verbose_name_plural = "dates de clôture annoncées"

    def __str__(self) -> str:
        return f"{self.call_id} : {self.day}"
