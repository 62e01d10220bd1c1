"""The form by which readers ask for the infolettre, or to follow something."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from people.addresses import normalise_email

from .. import altcha
from ..enums import FollowKind
from ..stamps import Stamp, read_stamp

SOURCE_LENGTH = 250
MOST_WISHES = 30


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
        if settings.NEWSLETTER_ALTCHA and not altcha.is_solved(proof):
            raise ValidationError("La vérification contre les robots n’a pas abouti : attendez un peu, recommencez.")
        return proof

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def read_stamp(self) -> Stamp | None:
        """When this form was shown, and with which words; None for one that did not come from our pages."""
        return read_stamp(str(self.data.get(self.add_prefix("stamp"), "")))

    @property
    def challenge(self) -> dict[str, Any] | None:
        return altcha.challenge() if settings.NEWSLETTER_ALTCHA else None


class SubscribeForm(HumanForm):
    """Address and consent. The words beside the box are those of the published ConsentText."""

    agreed = forms.BooleanField(
        error_messages={"required": "Cochez la case : sans votre accord, nous ne pouvons pas vous écrire."}
    )
    letter = forms.BooleanField(label="Je veux aussi recevoir l’infolettre entière.", required=False)
    follow = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consent_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = consent_label

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"])[:SOURCE_LENGTH]

    def clean_follow(self) -> list[tuple[FollowKind, int]]:
        """« theme-3 projet-12 » as kinds and keys; what is not understood is left out."""
        return read_wishes(str(self.cleaned_data["follow"]))

    @property
    def whole_letter(self) -> bool:
        """Who asks to follow nothing in particular asks for the letter."""
        return bool(self.cleaned_data["letter"]) or not self.cleaned_data["follow"]


def read_wishes(words: str) -> list[tuple[FollowKind, int]]:
    wishes: list[tuple[FollowKind, int]] = []
    for word in words.split()[:MOST_WISHES]:
        kind, _, key = word.partition("-")
        if kind in FollowKind.values and key.isascii() and key.isdecimal() and len(key) < 10:
            wishes.append((FollowKind(kind), int(key)))
    return wishes
