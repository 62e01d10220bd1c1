"""Hours and delays of what is sent by itself, chosen once for the whole site."""

from datetime import time

from django.core.validators import MaxValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="date")
class EventsSettings(BaseSiteSetting):
    """When reminders, join links and thanks leave. Hours are those of Paris, summer and winter (registration.md 10)."""

    reminder_days = models.PositiveSmallIntegerField(
        "rappel, combien de jours avant",
        default=3,
        validators=[MaxValueValidator(30)],
        help_text="0 : pas de rappel. Le lien de connexion part de toute façon la veille.",
    )
    reminder_hour = models.TimeField("heure du rappel", default=time(9))
    join_link_hour = models.TimeField("heure d’envoi du lien de connexion, la veille", default=time(17))
    sends_thanks = models.BooleanField(
        "remercier après chaque rendez-vous",
        default=True,
        help_text="Un courriel le lendemain, avec les supports et, pour un atelier ou une formation, l’évaluation.",
    )
    thanks_hour = models.TimeField("heure du remerciement, le lendemain", default=time(10))
    feed_months = models.PositiveSmallIntegerField(
        "mois passés gardés dans les calendriers",
        default=12,
        validators=[MaxValueValidator(120)],
        help_text="Pour les calendriers auxquels on s’abonne (.ics).",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("reminder_days"),
                FieldPanel("reminder_hour"),
                FieldPanel("join_link_hour"),
                FieldPanel("sends_thanks"),
                FieldPanel("thanks_hour"),
            ],
            heading="Ce qui part tout seul",
        ),
        FieldPanel("feed_months"),
    ]

    class Meta:
        verbose_name = "ateliers : envois et calendriers"
        verbose_name_plural = "ateliers : envois et calendriers"

    def __str__(self) -> str:
        return "Envois et calendriers des ateliers"
