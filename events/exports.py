"""What people answered, beside their registration in a spreadsheet: one column a question (registration.md)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet

from cms.exports import SafeExportIndexView

from .dossier import FormKey, by_form, form_key
from .models import Answer, Registration


class AnswerColumn:
    """A column of `list_export`: what was answered to the question `label`, on each date of the same form.

    A file shows its name: it is fetched in « Qui vient », behind its own permission.
    """

    def __init__(self, label: str, answers: Mapping[FormKey, Sequence[Answer]]) -> None:
        self.short_description = label
        self.answers = answers

    def __call__(self, registration: Registration) -> str:
        said = self.answers.get(form_key(registration), ())
        return "\n".join(answer.text for answer in said if answer.label == self.short_description)

    def __str__(self) -> str:
        return self.short_description


def answer_columns(registrations: QuerySet[Registration]) -> list[AnswerColumn]:
    """A column for each question that somebody there answered, in the order of their forms; one query.

    Diets and needs are no answers: they never leave in a file (G-05).
    """
    forms = registrations.order_by().values("form_key")
    found = Answer.objects.filter(registration__form_key__in=forms)
    found = found.order_by(F("question__form").asc(nulls_last=True), "position", "pk")
    answers = by_form(found)
    labels = dict.fromkeys(answer.label for said in answers.values() for answer in said)
    return [AnswerColumn(label, answers) for label in labels]


class RegistrationIndexView(SafeExportIndexView):
    def more_columns(self, queryset: QuerySet[Any]) -> Sequence[AnswerColumn]:
        return answer_columns(queryset) if self.request.user.has_perm("events.view_answer") else ()
