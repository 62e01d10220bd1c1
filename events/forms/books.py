"""Forms of the address book: one's own card, and a useful contact one proposes."""

from typing import Any

from django import forms

from people.enums import Audience
from people.humans.forms import email_field, usable

from ..models import Contact
from ..services.books import FIELDS, Card

FIELD_LABELS = (("email", "mon adresse électronique"), ("phone", "mon téléphone"), ("address", "mon adresse postale"))
AUDIENCE_LABELS = {
    Audience.PARTICIPANTS: "les personnes de cet atelier",
    Audience.NETWORK: "les membres du réseau (les autres ateliers)",
    Audience.WEB: "tout le monde, sur le site public",
    Audience.PRINT: "les lectrices et lecteurs du journal imprimé",
}


class CardForm(forms.ModelForm):
    """A card, and for each audience whether it reads it and which fields. Nothing is ticked beforehand."""

    website = forms.URLField(label="Site", required=False, assume_scheme="https")

    class Meta:
        model = Contact
        fields = ["organisation_name", "role", "what", "email", "phone", "address", "website"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].help_text = "N’écrivez rien sur la santé de quiconque."
        shown = {row.audience: row for row in self.instance.audiences.all()}
        for audience in Audience if self.instance.person_id else ():
            row = shown.get(audience.value)
            self.fields[f"to_{audience.value}"] = forms.BooleanField(
                label=f"Ma fiche peut être lue par {AUDIENCE_LABELS[audience]}", required=False, initial=bool(row)
            )
            self.fields[f"fields_{audience.value}"] = forms.MultipleChoiceField(
                label="Avec, en plus de mon nom et de ma structure",
                choices=FIELD_LABELS,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[name for name in FIELDS if row and getattr(row, f"shows_{name}")],
            )

    def clean_email(self) -> str:
        return usable(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""

    @property
    def audience_fields(self) -> list[tuple[Any, Any]]:
        if not self.instance.person_id:
            return []
        return [(self[f"to_{each.value}"], self[f"fields_{each.value}"]) for each in Audience]

    @property
    def card(self) -> Card:
        return Card(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})

    @property
    def choices(self) -> dict[Audience, frozenset[str]]:
        answers = self.cleaned_data
        return {
            each: frozenset(answers[f"fields_{each.value}"]) for each in Audience if answers.get(f"to_{each.value}")
        }


class ProposeForm(forms.Form):
    """Somebody, or an organisation, that the others should know. They are written to, and decide."""

    given_name = forms.CharField(label="Son prénom", max_length=80, required=False)
    family_name = forms.CharField(label="Son nom", max_length=80, required=False)
    organisation_name = forms.CharField(label="Sa structure", max_length=160, required=False)
    email = email_field("Son adresse électronique")
    what = forms.CharField(
        label="En quoi elle ou il peut être utile",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_email(self) -> str:
        return usable(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("given_name", "family_name", "organisation_name")):
            raise forms.ValidationError("Indiquez une personne, ou une structure.")
        return cleaned

    @property
    def name(self) -> tuple[str, str]:
        return self.cleaned_data["given_name"], self.cleaned_data["family_name"]

    @property
    def proposed(self) -> Card:
        return Card(**{name: self.cleaned_data[name] for name in ("organisation_name", "email", "what")})
