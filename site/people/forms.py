"""What editors may change of a person."""

from typing import Any

from django import forms
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.models import WagtailAdminModelForm

from .addresses import normalise_email
from .models import Person


class SignInForm(LoginForm):
    """Wagtail's, whose password field has no French label, with what browsers need to fill it in (law.md A-14)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        self.fields["password"].label = "Mot de passe"


class PersonForm(WagtailAdminModelForm):
    """Names and an address, stored the one way an address is written here."""

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        if not email:
            return ""
        try:
            return normalise_email(email)
        except ValueError:
            raise forms.ValidationError("Cette adresse e-mail n’est pas valable : « nom@exemple.fr ».") from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self._meta.fields):
            raise forms.ValidationError("Indiquez au moins un nom ou une adresse e-mail.")
        return cleaned


class RewordForm(forms.Form):
    """The words of a passage, as somebody would rather say them, and which words they had before them."""

    words = forms.CharField(
        label="Je le dirais ainsi",
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
