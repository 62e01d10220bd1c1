"""Another address for a registration."""

from django import forms

from people.addresses import normalise_email

from .registration import ADDRESS_NEEDED


class AddressForm(forms.Form):
    email = forms.CharField(
        label="Nouvelle adresse électronique",
        max_length=254,
        help_text="Nous y envoyons un lien : rien ne change avant que vous l’ayez ouvert.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": ADDRESS_NEEDED},
    )

    def clean_email(self) -> str:
        try:
            address = normalise_email(self.cleaned_data["email"])
            forms.EmailField().clean(address)
        except (ValueError, forms.ValidationError) as error:
            raise forms.ValidationError(ADDRESS_NEEDED) from error
        return address
