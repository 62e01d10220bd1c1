"""The questionnaire after an event: scores and words, none of them compulsory."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ..enums import EvaluationKind
from ..models import EvaluationQuestion
from ..services.evaluations import LABELS

SCORES = [(str(score), f"{score} – {label}") for score, label in LABELS.items()]


class EvaluationForm(forms.Form):
    def __init__(self, *args: Any, questions: Sequence[EvaluationQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By place, not by number: the usual questions are shown before anybody wrote them down.
        self.questions = {f"q{place}": question for place, question in enumerate(questions, start=1)}
        self.fields.update({name: _field(question) for name, question in self.questions.items()})

    @property
    def answers(self) -> dict[int, str]:
        """By number of question."""
        return {self.questions[name].pk: value for name, value in self.cleaned_data.items() if value}


def _field(question: EvaluationQuestion) -> forms.Field:
    if question.kind == EvaluationKind.SCORE:
        return forms.ChoiceField(label=question.label, choices=SCORES, required=False, widget=forms.RadioSelect)
    return forms.CharField(
        label=question.label,
        max_length=2000,
        required=False,
        help_text="N’écrivez rien sur la santé de quiconque.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
