"""What a form asked, until it is done."""

from django.db import models

from ..enums import DemandKind


class Demand(models.Model):
    """One form posted. Answering it costs the same whoever is known; the work comes after, and then it is deleted.

    Personal data: purpose and retention are declared in `newsletter.personal_data`.
    """

    kind = models.CharField("nature", max_length=12, choices=DemandKind.choices)
    email = models.CharField("adresse e-mail", max_length=254)
    source = models.CharField("page ou formulaire", max_length=250, blank=True)
    text_revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="texte montré",
    )
    whole_letter = models.BooleanField("demande l’infolettre entière", default=True)
    wishes = models.JSONField("souhaite suivre", default=list, blank=True)
    asked_at = models.DateTimeField("demandé le")

    class Meta:
        verbose_name = "demande"
        verbose_name_plural = "demandes"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.email}"
