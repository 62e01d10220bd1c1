"""The editors' form to register somebody who phoned, wrote or signed on paper."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.addresses import normalise_email

from ..enums import SessionState
from ..models import Profile, Session
from ..services import Participant
from .registration import ADDRESS_NEEDED

# A list may still be completed after the session.
STILL_OFFERED = timedelta(days=60)


class AddRegistrationForm(forms.Form):
    session = forms.ModelChoiceField(label="Séance", queryset=Session.objects.none(), empty_label="Choisir une séance")
    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    email = forms.CharField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        help_text="Facultative. La personne y reçoit la confirmation et le lien pour rendre sa place.",
    )
    organisation_name = forms.CharField(label="Structure", max_length=160, required=False)
    profile = forms.ModelChoiceField(
        label="Profil", queryset=Profile.objects.all(), required=False, empty_label="Non précisé"
    )
    brings = forms.CharField(label="Apporte au repas", max_length=120, required=False)
    beyond_capacity = forms.BooleanField(
        label="Ajouter une place si la séance est complète",
        required=False,
        help_text="Sans cette case, la personne rejoint la liste d’attente, à son rang.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Session.objects.filter(ends_at__gt=timezone.now() - STILL_OFFERED)
        self.fields["session"].queryset = (  # type: ignore[attr-defined]
            offered.exclude(state=SessionState.CANCELLED).select_related("event").order_by("starts_at", "pk")
        )

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if typed:
            try:
                forms.EmailField().clean(normalise_email(typed))
            except (ValueError, ValidationError) as error:
                raise ValidationError(ADDRESS_NEEDED) from error
        return typed

    @property
    def demand(self) -> dict[str, Any]:
        """As `services.add_by_editor` takes it."""
        answers = dict(self.cleaned_data)
        session, beyond, profile = answers.pop("session"), answers.pop("beyond_capacity"), answers.pop("profile")
        who = Participant(**answers, profile_id=profile.pk if profile else None, shares_meal=bool(answers["brings"]))
        return {"session": session, "participant": who, "beyond_capacity": beyond}
