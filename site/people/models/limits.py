"""How often the forms of the site were used."""

from django.db import models


class FormLimit(models.Model):
    """How many times somebody used a form in a window of time, under a keyed fingerprint that dies with the window."""

    key = models.CharField("empreinte", max_length=64, unique=True)
    count = models.PositiveIntegerField("nombre", default=0)
    until = models.DateTimeField("jusqu’au", db_index=True)

    class Meta:
        verbose_name = "limite d’un formulaire"
        verbose_name_plural = "limites des formulaires"

    def __str__(self) -> str:
        return f"{self.key[:8]}… : {self.count}"
