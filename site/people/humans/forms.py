"""The form of whoever has no account: an address, and what tells people from robots."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ..addresses import normalise_email
from . import altcha
from .stamps import Stamp, read_stamp

# Fields that ask people nothing.
AGAINST_ROBOTS = ("website", "stamp", "altcha")


def email_field(label: str = "Votre adresse électronique") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Cette adresse n’est pas complète. Exemple : prenom@association.example",
        },
    )


def usable(email: str) -> str:
    try:
        return normalise_email(email)
    except ValueError as error:
        raise ValidationError("Cette adresse ne peut pas recevoir de courriel : vérifiez-la.") from error


class HumanForm(forms.Form):
    """An address, and what tells people from robots: a trap, a signed time and, when it is on, a proof of work."""

    email = email_field()
    # People neither see nor reach it; what is written there comes from a robot.
    website = forms.CharField(
        label="Ne remplissez pas ce champ",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return usable(self.cleaned_data["email"])

    def clean_altcha(self) -> str:
        proof = str(self.cleaned_data["altcha"])
        if settings.FORMS_ALTCHA and not altcha.is_solved(proof):
            raise ValidationError("La vérification contre les robots n’a pas abouti : attendez un peu, recommencez.")
        return proof

    @property
    def said(self) -> dict[str, Any]:
        """What the person answered, by name of field."""
        return {name: value for name, value in self.cleaned_data.items() if name not in AGAINST_ROBOTS}

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def read_stamp(self) -> Stamp | None:
        """When this form was shown, and with which words; None for one that did not come from our pages."""
        return read_stamp(str(self.data.get(self.add_prefix("stamp"), "")))

    @property
    def challenge(self) -> dict[str, Any] | None:
        return altcha.challenge() if settings.FORMS_ALTCHA else None
