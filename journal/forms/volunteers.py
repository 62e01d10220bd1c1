"""The pool of volunteers, as editors note it."""

from django import forms

from people.models import Person
from people.services import find_or_create_person

from ..models import Volunteer


class VolunteerForm(forms.ModelForm):
    """Somebody who offers a hand aloud, for instance at a workshop. A service writes the row and the consent."""

    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse e-mail", required=False, help_text="Sans elle, rien ne lui sera envoyé.")
    agreed = forms.BooleanField(label="Cette personne accepte que l’équipe du journal la contacte")

    class Meta:
        model = Volunteer
        fields = ["role", "note"]

    def someone(self) -> Person:
        return find_or_create_person(
            **{name: self.cleaned_data[name] for name in ("given_name", "family_name", "email")}
        )


class VolunteerChangeForm(forms.ModelForm):
    """What is known of somebody who offered; a date in « arrêté le » takes them off the pool."""

    class Meta:
        model = Volunteer
        fields = ["note", "stopped_at"]
        widgets = {"stopped_at": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
