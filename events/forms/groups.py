"""Forms of action groups: asking to join, and what members do in their space."""

from typing import Any

from django import forms

from people.humans.forms import HumanForm, email_field

from ..enums import SeedState
from ..models import ActionGroup, Membership

LARGEST = 10 * 1024 * 1024


class JoinForm(HumanForm):
    """Who wants to join a group, and a word to its members."""

    given_name = forms.CharField(
        label="Votre prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Votre nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = email_field()
    message = forms.CharField(
        label="Un mot au groupe",
        required=False,
        max_length=600,
        help_text="Ce qui vous attire, ce que vous savez faire. N’écrivez rien sur la santé de quiconque.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["given_name", "family_name", "email", "message"]


class NewsForm(forms.Form):
    text = forms.CharField(
        label="Une nouvelle",
        max_length=1500,
        help_text="Signée du groupe, elle paraît aussitôt sur la page de la graine et part à qui la suit.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MeetingForm(forms.Form):
    on = forms.DateField(
        label="Date", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label="Heure et lieu", required=False, max_length=200, help_text="Par exemple : 18 h, salle du Lavoir."
    )


class FileForm(forms.Form):
    title = forms.CharField(label="Titre du fichier", max_length=160)
    file = forms.FileField(label="Fichier", help_text="10 Mo au plus. Seuls les membres y ont accès.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Ce fichier dépasse 10 Mo.")
        return file


class StateForm(forms.Form):
    state = forms.ChoiceField(label="Où en est la graine", choices=SeedState.choices)


class LeadForm(forms.Form):
    to = forms.ModelChoiceField(label="Confier le groupe à", queryset=Membership.objects.none())

    def __init__(self, *args: Any, group: ActionGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = group.memberships.members().select_related("person").order_by("person__given_name", "pk")
        self.fields["to"].queryset = members  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda row: str(row.person)  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    words = forms.CharField(
        label="Demander un coup de main à l’association",
        required=False,
        max_length=600,
        help_text="Une salle, un contact, une impression… Effacez ces mots quand c’est réglé.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
