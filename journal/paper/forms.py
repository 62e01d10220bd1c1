from django import forms

from people.enums import ConsentMethod
from people.services import find_or_create_person

from ..enums import EditionKind, Padding
from ..models import PostalSubscriber
from ..services.distribution import subscribe_by_post


class OrderForm(forms.Form):
    """What to make, and what completes it."""

    kind = forms.ChoiceField(choices=EditionKind.choices, label="Que tirer ?", widget=forms.RadioSelect)
    padding = forms.ChoiceField(
        choices=Padding.choices,
        label="Pour arriver à un multiple de quatre pages",
        widget=forms.RadioSelect,
        initial=Padding.NOTES,
    )


class PostalForm(forms.Form):
    """Somebody who asked for the journal by post."""

    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", required=False, help_text="Facultative.")
    address = forms.CharField(label="Adresse", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    postal_code = forms.CharField(label="Code postal", max_length=12)
    town = forms.CharField(label="Ville", max_length=80)
    copies = forms.IntegerField(label="Exemplaires", min_value=1, max_value=500, initial=1)
    method = forms.ChoiceField(label="Comment l’a-t-elle ou l’a-t-il demandé ?", choices=ConsentMethod.choices)
    agreed = forms.BooleanField(label="Cette personne a lu l’information ci-dessus et l’accepte")

    def subscribe(self, *, user: object) -> PostalSubscriber:
        """Raises DistributionRefused."""
        data = self.cleaned_data
        person = find_or_create_person(
            given_name=data["given_name"], family_name=data["family_name"], email=data["email"]
        )
        return subscribe_by_post(
            person=person,
            address=data["address"],
            postal_code=data["postal_code"],
            town=data["town"],
            copies=data["copies"],
            method=ConsentMethod(data["method"]),
            source="administration, abonnements postaux",
            recorded_by=user,  # type: ignore[arg-type]
        )
