"""Where an event stands on the map, and for whom it was made accessible: what other agendas ask (I18, O5, O6)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

# The five codes of OpenAgenda (O5), and the field that holds each.
ACCESSIBILITY = {
    "hi": "hearing_impaired",
    "vi": "visually_impaired",
    "pi": "psychically_impaired",
    "mi": "motor_impaired",
    "ii": "intellectually_impaired",
}


class Venue(models.Model):
    latitude = models.FloatField(
        "latitude", null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        "longitude", null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    hearing_impaired = models.BooleanField("personnes sourdes ou malentendantes", default=False)
    visually_impaired = models.BooleanField("personnes aveugles ou malvoyantes", default=False)
    psychically_impaired = models.BooleanField("personnes avec un handicap psychique", default=False)
    motor_impaired = models.BooleanField("personnes avec un handicap moteur", default=False)
    intellectually_impaired = models.BooleanField("personnes avec un handicap intellectuel", default=False)

    access_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            *(FieldPanel(name) for name in ACCESSIBILITY.values()),
        ],
        heading="Accessible à… et position sur la carte",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"latitude": "Donnez la latitude et la longitude, ou aucune des deux."})

    @property
    def welcomed(self) -> list[str]:
        """« personnes avec un handicap moteur »… : for whom the place and the day were thought."""
        return [
            str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in ACCESSIBILITY.values()
            if getattr(self, name)
        ]
