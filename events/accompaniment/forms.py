"""Forms of accompaniments: the request, each gesture on a file, the news of the group."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from cms.forms import TerritoryChoiceField
from cms.models import Territory
from people.enums import ExchangeKind
from people.humans.forms import HumanForm
from people.models import User

from ..enums_accompaniment import AccompanimentPhase, ActionState, StakeholderKind, SupportRole
from ..forms.registration import ADDRESS_NEEDED
from ..forms.sessions import DayInput
from ..models import OfferedService
from .guard import HealthDataRefused, refuse_health_data
from .services import Asked

NO_HEALTH = "N’écrivez rien sur la santé de quiconque : ni diagnostic, ni traitement, ni nom."


class SafeTextField(forms.CharField):
    """Free words, refused when they tell of somebody's health (law.md G-06)."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", NO_HEALTH)
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        words: str = super().clean(value)
        try:
            return refuse_health_data(words)
        except HealthDataRefused as refusal:
            raise ValidationError(refusal.text) from refusal


class RequestForm(HumanForm):
    """« Demander un accompagnement »."""

    title = SafeTextField(
        label="Votre projet de coopération, en une ligne", max_length=160, help_text="Par exemple : un jardin partagé."
    )
    organisation_name = forms.CharField(
        label="Votre structure", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    given_name = forms.CharField(
        label="Votre prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Votre nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="La réponse y sera envoyée, par exemple camille.martin@exemple.fr.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    territory = TerritoryChoiceField(
        label="Territoire", queryset=Territory.objects.all(), required=False, empty_label="Non précisé"
    )
    services = forms.ModelMultipleChoiceField(
        label="Ce qui vous aiderait",
        queryset=OfferedService.objects.filter(is_open=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    situation = SafeTextField(label="Votre situation, et ce que vous attendez", max_length=3000, rows=8)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (
        *("title", "organisation_name", "given_name", "family_name", "email", "territory", "services", "situation"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission_key", uuid4())
        self.fields["email"].error_messages |= {"required": ADDRESS_NEEDED, "invalid": ADDRESS_NEEDED}

    @property
    def asked(self) -> Asked:
        return Asked(**self.said)


class NewsForm(forms.Form):
    """What became of the project, six or twelve months later."""

    news = SafeTextField(label="Où en est le projet ?", max_length=2000, rows=8)
    wants_help = forms.BooleanField(label="Nous aimerions être rappelés", required=False)


# --- On the screen of a file: one small form for each gesture --------------------------------------


class AcceptForm(forms.Form):
    facilitator = forms.ModelChoiceField(label="Tiers facilitateur", queryset=User.objects.filter(is_active=True))
    until = forms.DateField(label="Jusqu’au", widget=DayInput)


class DeclineForm(forms.Form):
    reason = SafeTextField(label="Pourquoi, en quelques mots qui seront envoyés", max_length=1000, rows=3)


class AppointForm(forms.Form):
    user = forms.ModelChoiceField(label="Compte", queryset=User.objects.filter(is_active=True))
    role = forms.ChoiceField(label="Rôle", choices=SupportRole.choices)
    starts_on = forms.DateField(label="Du", widget=DayInput)
    ends_on = forms.DateField(label="Au", widget=DayInput)


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(label="Phase", choices=AccompanimentPhase.choices)
    starts_on = forms.DateField(label="Début", widget=DayInput)
    ends_on = forms.DateField(label="Fin", widget=DayInput, required=False)
    outcome = SafeTextField(label="Ce qui en ressort", max_length=2000, rows=3, required=False)


class StakeholderForm(forms.Form):
    kind = forms.ChoiceField(label="Sorte d’acteur", choices=StakeholderKind.choices)
    name = SafeTextField(label="Structure ou groupe", max_length=160, help_text="Jamais le nom d’une personne.")
    has_seat = forms.BooleanField(label="Siège au groupe projet", required=False)
    expects = SafeTextField(label="Ce qu’elle attend, ce qu’elle apporte", max_length=400, rows=2, required=False)


class ActionForm(forms.Form):
    title = SafeTextField(label="Action", max_length=200)
    who = SafeTextField(label="Qui s’en charge", max_length=160, help_text="Une structure ou une fonction.")
    due_on = forms.DateField(label="Pour le", widget=DayInput, required=False)


class AdvanceForm(forms.Form):
    action = forms.IntegerField()
    state = forms.ChoiceField(choices=ActionState.choices)


class ExchangeForm(forms.Form):
    kind = forms.ChoiceField(label="Forme", choices=ExchangeKind.choices)
    title = SafeTextField(
        label="Titre", max_length=160, help_text="Il paraît dans les courriels aux personnes présentes."
    )
    held_on = forms.DateField(label="Date", widget=DayInput)
