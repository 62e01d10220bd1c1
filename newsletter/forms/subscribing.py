"""The one form of the newsletter that readers see."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from people.addresses import normalise_email

SOURCE_LENGTH = 250


class SubscribeForm(forms.Form):
    """Address, consent, and a trap for robots. The words beside the box are those of the published ConsentText."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Cette adresse n’est pas complète. Exemple : prenom@association.example",
        },
    )
    agreed = forms.BooleanField(
        error_messages={"required": "Cochez la case : sans votre accord, nous ne pouvons pas vous écrire."}
    )
    # People neither see nor reach it; what is written there comes from a robot.
    website = forms.CharField(
        label="Ne remplissez pas ce champ",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consent_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = consent_label

    def clean_email(self) -> str:
        try:
            return normalise_email(self.cleaned_data["email"])
        except ValueError as error:
            raise ValidationError("Cette adresse ne peut pas recevoir de courriel : vérifiez-la.") from error

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"])[:SOURCE_LENGTH]

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))
