"""What the pages of a letter said when an editor put them there: live facts, outside the page and its drafts."""

from django.db import models
from django.utils import timezone


class Insertion(models.Model):
    """A page put into a letter being written, with what its teaser said then. Public words only."""

    letter = models.ForeignKey(
        "newsletter.LetterPage", on_delete=models.CASCADE, related_name="insertions", verbose_name="infolettre"
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name="page")
    shown = models.JSONField("ce que disait son annonce", default=dict)
    at = models.DateTimeField("mise dans la lettre le", default=timezone.now)

    class Meta:
        verbose_name = "page mise dans une lettre"
        verbose_name_plural = "pages mises dans une lettre"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "page"],
                name="inserted_once_in_a_letter",
                violation_error_message="Cette page est déjà suivie dans cette lettre.",
            )
        ]

    def __str__(self) -> str:
        return str(self.page)
