"""A minor says so, with the address of a parent or of whoever answers for them (law.md G-16)."""

from typing import Any

from django import forms

from people.addresses import normalise_email

GUARDIAN_NEEDED = (
    "Saisissez l’adresse complète d’un parent ou d’une personne responsable, par exemple camille.martin@exemple.fr."
)
BOX_NEEDED = "Cochez cette case si la personne est mineure, ou effacez l’adresse écrite dessous."


class GuardianEmailField(forms.CharField):
    """The address as it is stored; empty for an adult."""

    def __init__(self) -> None:
        super().__init__(
            label="Adresse e-mail d’un parent ou d’une personne responsable",
            max_length=254,
            required=False,
            help_text="Obligatoire si la case est cochée. Nous y annonçons cette inscription, rien d’autre.",
            widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return str(forms.EmailField(max_length=254).clean(normalise_email(typed)))
        except (ValueError, forms.ValidationError) as error:
            raise forms.ValidationError(GUARDIAN_NEEDED) from error


def add_guardian(form: forms.Form, suffix: str = "") -> None:
    form.fields[f"is_minor{suffix}"] = forms.BooleanField(
        label="La personne inscrite a moins de 18 ans", required=False
    )
    form.fields[f"guardian_email{suffix}"] = GuardianEmailField()


def check_guardian(form: forms.Form, suffix: str = "") -> None:
    """Both or neither, where they are asked: an address without the box would be lost without a word."""
    box, address = f"is_minor{suffix}", f"guardian_email{suffix}"
    if form.has_error(address):
        return
    if form.cleaned_data.get(box) and not form.cleaned_data.get(address):
        form.add_error(address, GUARDIAN_NEEDED)
    elif form.cleaned_data.get(address) and not form.cleaned_data.get(box):
        form.add_error(box, BOX_NEEDED)
