"""Confirming that the demonstration goes."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from people.models import User

WORD = "EFFACER"


class EraseDemoForm(forms.Form):
    """One word to type, so that nobody erases by a slip."""

    word = forms.CharField(
        label=f"Tapez {WORD} pour confirmer", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.strip().upper() != WORD:
            raise ValidationError(f"Rien n’a été effacé\u00a0: tapez {WORD}, en toutes lettres.")
        return word


class EraseDemoAndKeepAccountForm(EraseDemoForm):
    """For somebody signed in with a demo account, whose password everyone knows: it becomes their own."""

    email = forms.EmailField(
        label="Votre vraie adresse e-mail",
        help_text="Votre compte de démonstration devient le vôtre.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Votre mot de passe",
        max_length=128,
        strip=False,
        help_text="Celui de la démonstration est connu de tout le monde.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Un compte utilise déjà cette adresse\u00a0: donnez-en une autre.")
        return email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password
