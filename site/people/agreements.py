"""The editors' form of a row about somebody, where an agreement received on paper or aloud is noted."""

from typing import Any

from django import forms
from django.db import transaction
from wagtail.admin.forms.models import WagtailAdminModelForm

from .enums import ConsentMethod
from .models import Person
from .services import ConsentTextMissing

WITHDRAWN = "withdrawn"
AGREEMENTS = [
    ("", "Ne rien changer"),
    (ConsentMethod.PAPER.value, "Oui, sur papier signé"),
    (ConsentMethod.SPOKEN.value, "Oui, de vive voix"),
    (WITHDRAWN, "Accord retiré"),
]


class AgreementForm(WagtailAdminModelForm):
    """A row about somebody, and whether they agree to be named; the proof is written by a service."""

    person_field = "person"
    person_help = "Ajoutez-la d’abord dans « Personnes » si elle n’est pas dans la liste."
    agreement = forms.ChoiceField(label="Accord de la personne", choices=AGREEMENTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get(self.person_field)
        if field is not None:
            field.queryset = self.people()
            field.help_text = self.person_help

    def people(self) -> Any:
        """Who may be chosen."""
        return Person.objects.filter(erased_at=None).order_by("family_name", "given_name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        agreed = cleaned.get("agreement") in ConsentMethod.values
        if agreed and not cleaned.get(self.person_field):
            self.add_error("agreement", "Indiquez d’abord qui a donné cet accord.")
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        row = super().save(commit=commit)
        choice = self.cleaned_data.get("agreement")
        if commit and choice:
            self._note(row, choice)
        return row

    def _note(self, row: Any, choice: str) -> None:
        if choice == WITHDRAWN:
            self.withdraw(row)
            return
        try:
            self.agree(row, ConsentMethod(choice))
        except ConsentTextMissing as error:
            self.add_error("agreement", str(error))

    def agree(self, row: Any, method: ConsentMethod) -> None:
        raise NotImplementedError

    def withdraw(self, row: Any) -> None:
        raise NotImplementedError
