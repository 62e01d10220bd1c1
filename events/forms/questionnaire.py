"""The questionnaire to actors: what they fill in, and how editors write it."""

from typing import Any
from uuid import uuid4

from django import forms

from people.humans.forms import HumanForm, usable

from ..enums import DiagnosisKind
from ..models import Profile, QuestionnaireQuestion
from ..services.questionnaire import QuestionDraft, Respondent
from .rooms import NOTHING_ON_HEALTH


class AnswersForm(HumanForm):
    """One text per question, one idea per line; then who answers, if they like: no address is asked for."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    given_name = forms.CharField(
        label="Prénom", max_length=80, required=False, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Nom", max_length=80, required=False, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        error_messages={"invalid": "Cette adresse n’est pas complète : « camille.martin@exemple.fr »."},
        help_text="Pour pouvoir retrouver, corriger ou effacer vos réponses. Par exemple camille.martin@exemple.fr.",
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )
    organisation_name = forms.CharField(
        label="Structure", max_length=160, required=False, widget=forms.TextInput({"autocomplete": "organization"})
    )
    profile = forms.ModelChoiceField(
        label="Vous êtes",
        queryset=Profile.objects.order_by("position", "name"),
        required=False,
        empty_label="Sans réponse",
    )
    may_be_named = forms.BooleanField(required=False)

    def __init__(self, *args: Any, questions: list[QuestionnaireQuestion], wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission_key", uuid4())
        self.fields["may_be_named"].label = wording
        self.questions = {f"q{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = forms.CharField(
                label=question.label,
                max_length=8000,
                required=False,
                help_text="Une idée par ligne.",
                widget=forms.Textarea({"rows": 4}),
            )
        if not wording:
            del self.fields["may_be_named"]

    @property
    def answer_fields(self) -> list[Any]:
        return [self[name] for name in self.questions]

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        return usable(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("may_be_named") and not (values.get("given_name") or values.get("family_name")):
            self.add_error("given_name", "Pour être cité ou citée, dites votre nom ; sinon, laissez la case vide.")
        return values

    @property
    def respondent(self) -> Respondent:
        names = ("given_name", "family_name", "email", "organisation_name", "profile")
        may_be_named = self.cleaned_data.get("may_be_named", False)
        return Respondent(**{name: self.cleaned_data[name] for name in names}, may_be_named=may_be_named)

    @property
    def answers(self) -> dict[int, str]:
        return {question.pk: self.cleaned_data[name] for name, question in self.questions.items()}


class QuestionnaireForm(forms.Form):
    introduction = forms.CharField(
        label="Introduction",
        max_length=800,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"En quoi répondre aide, même sans venir. Il est déjà dit : « {NOTHING_ON_HEALTH} »",
    )
    is_open = forms.BooleanField(label="Ouvert aux réponses", required=False)
    closes_on = forms.DateField(
        label="Dernier jour pour répondre", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class ActorQuestionForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="Question", max_length=250)
    kind = forms.ChoiceField(label="Chaque ligne devient", choices=DiagnosisKind.choices)

    @property
    def draft(self) -> QuestionDraft:
        return QuestionDraft(**{name: self.cleaned_data[name] for name in ("label", "kind", "pk")})


ActorQuestionFormSet: Any = forms.formset_factory(
    ActorQuestionForm, extra=2, can_delete=True, max_num=30, absolute_max=40
)
