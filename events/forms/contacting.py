"""« Contacter l’organisateur »."""

from typing import Any

from django import forms

from people.addresses import normalise_email

from ..services.contacting import AskedQuestion
from .registration import ADDRESS_NEEDED


class ContactForm(forms.Form):
    name = forms.CharField(label="Votre nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.CharField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="La réponse y sera envoyée, par exemple camille.martin@exemple.fr.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    words = forms.CharField(
        label="Votre question",
        max_length=3000,
        help_text="N’écrivez rien sur la santé de quiconque.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    # Nobody sees this field; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Dites-nous votre nom, pour que la réponse vous salue."
        self.fields["email"].error_messages["required"] = ADDRESS_NEEDED
        self.fields["words"].error_messages["required"] = "Écrivez votre question."

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        try:
            forms.EmailField().clean(normalise_email(typed))
        except (ValueError, forms.ValidationError) as error:
            raise forms.ValidationError(ADDRESS_NEEDED) from error
        return typed

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def question(self) -> AskedQuestion:
        answers = self.cleaned_data
        return AskedQuestion(name=answers["name"], email=answers["email"], words=answers["words"])
