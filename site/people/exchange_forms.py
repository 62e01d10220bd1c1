"""What the keeper of a confidential exchange types."""

from typing import Any

from django import forms

from .enums import ConsentMethod
from .models import Exchange, Person

METHODS = [(each.value, each.label) for each in (ConsentMethod.PAPER, ConsentMethod.SPOKEN)]


class PeopleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Person.objects.none(), required=False, **kwargs)


class ExchangeForm(forms.ModelForm):
    """The exchange itself: when, of which form, who was there, whose agreement opens a passage."""

    class Meta:
        model = Exchange
        fields = ["title", "kind", "held_on", "unanimity", "answer_days", "people"]
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "people": forms.SelectMultiple(attrs={"size": 10}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(erased_at=None).order_by("family_name", "given_name", "pk")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class PassageForm(forms.Form):
    """One sentence, whose words these are, and whom else it concerns: among those who were there."""

    words = forms.CharField(
        label="Ce qui s’est dit",
        max_length=1200,
        help_text="Une phrase ou deux : chaque passage s’ouvre à part. N’écrivez rien sur la santé de quiconque.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    speakers = PeopleField(label="Qui l’a dit")
    concerned = PeopleField(label="Qui d’autre est concerné")

    def __init__(self, *args: Any, exchange: Exchange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = exchange.people.order_by("family_name", "given_name", "pk")
        for name in ("speakers", "concerned"):
            self.fields[name].queryset = present  # type: ignore[attr-defined]


class NotedForm(forms.Form):
    """What somebody said aloud, or signed on paper, of a passage."""

    row = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)
    agrees = forms.ChoiceField(label="Sa réponse", choices=[("1", "d’accord"), ("", "refus")], required=False)
    method = forms.ChoiceField(label="Recueillie", choices=METHODS)
