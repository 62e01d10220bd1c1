"""Small forms of the admin: a turn given out of order, an event made again."""

from django import forms

from cms.slugs import french_slug

from ..models import EventPage
from .days import NearDayField
from .sessions import DayInput


class MoveUpForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi avant son tour ?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi : ce motif est noté avec votre nom."},
        help_text="Noté avec votre nom dans l’historique. La personne verra que sa place est une exception.",
    )


class CloneForm(forms.Form):
    title = forms.CharField(label="Titre de la copie", max_length=200)
    first_day = NearDayField(
        label="Première date",
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Les autres dates suivent au même rythme, aux mêmes heures, en brouillon.",
    )

    def slug_under(self, event: EventPage) -> str:
        """One that no page beside `event` has."""
        wanted = french_slug(self.cleaned_data["title"]) or "copie"
        taken = set(event.get_siblings().values_list("slug", flat=True))
        return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if slug not in taken)
