"""The editors' forms around the preparation of a workshop."""

from typing import Any

from django import forms

from people.addresses import normalise_email

from ..models import Preparation, PreparationTemplate
from ..services.preparation import StepDraft
from .days import NearDayField


class OpeningForm(forms.Form):
    day = NearDayField(
        label="Jour de l’atelier",
        required=False,
        help_text="Seulement si aucune date n’est encore notée dans « Dates et places ».",
    )
    template = forms.ModelChoiceField(
        label="Étapes de départ",
        queryset=PreparationTemplate.objects.order_by("name"),
        required=False,
        empty_label="Les étapes habituelles",
    )
    reason = forms.CharField(
        label="Si c’est dans moins de trois mois, pourquoi ?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class MovingForm(forms.Form):
    day = NearDayField(label="Nouveau jour")
    reason = forms.CharField(
        label="Si cela laisse moins de trois mois, pourquoi ?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class MemberForm(forms.Form):
    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    email = forms.CharField(label="Adresse électronique", max_length=254, widget=forms.EmailInput())
    organisation_name = forms.CharField(label="Structure", max_length=160, required=False)

    def clean_email(self) -> str:
        try:
            return normalise_email(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError("Cette adresse n’est pas complète : « camille@exemple.fr ».") from None


class StepForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Étape", max_length=160)
    due_on = NearDayField(label="À faire pour le")
    owner_id = forms.TypedChoiceField(label="Qui s’en charge", required=False, coerce=int, empty_value=None)
    details = forms.CharField(label="En quoi elle consiste", max_length=600, required=False)

    def __init__(self, *args: Any, preparation: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = [(member.pk, str(member)) for member in preparation.team.all()]
        self.fields["owner_id"].choices = [("", "Personne encore"), *team]  # type: ignore[attr-defined]

    @property
    def draft(self) -> StepDraft:
        names = ("title", "due_on", "details", "owner_id", "pk")
        return StepDraft(**{name: self.cleaned_data[name] for name in names})


StepFormSet: Any = forms.formset_factory(StepForm, extra=1, can_delete=True, max_num=80, absolute_max=100)
