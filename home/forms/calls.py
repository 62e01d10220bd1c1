"""The form of a call: a date the public was told of does not change without saying why (S0-08)."""

from typing import Any

from django import forms
from django.utils import timezone

from cms.page_forms import BasePageForm


class CallPageForm(BasePageForm):
    """`new_reason` and `new_decided_by` are asked when the announced deadline moves; they become its history."""

    new_reason = forms.CharField(
        label="Raison du changement de date",
        max_length=250,
        required=False,
        help_text="À remplir quand la date de clôture change : l’ancienne reste visible, barrée, avec cette raison.",
    )
    new_decided_by = forms.CharField(label="Décidé par", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._moves(cleaned) and not cleaned.get("new_reason"):
            self.add_error("new_reason", "La date de clôture change : dites pourquoi aux personnes qui l’attendaient.")
        if self._is_known(cleaned):
            self.add_error("campaign", "Cet appel a déjà une page pour cette campagne.")
        return cleaned

    def _announced(self) -> Any:
        """The deadline that readers see now; None for a call never published."""
        return (
            type(self.instance)
            .objects.filter(pk=self.instance.pk, live=True)
            .values_list("deadline", flat=True)
            .first()
        )

    def _moves(self, cleaned: dict[str, Any]) -> bool:
        announced, wanted = self._announced(), cleaned.get("deadline")
        if not announced or not wanted or announced == wanted:
            return False
        told = (form.cleaned_data for form in self.formsets["deadline_changes"].forms if form.is_valid())
        return not any(row.get("previous_deadline") == announced and not row.get("DELETE") for row in told)

    def _is_known(self, cleaned: dict[str, Any]) -> bool:
        title, campaign = cleaned.get("title"), cleaned.get("campaign")
        same = type(self.instance).objects.filter(title__iexact=title or "", campaign=campaign or 0)
        return same.exclude(pk=self.instance.pk).exists()

    def save(self, commit: bool = True) -> Any:
        announced = self._announced()
        moves = self._moves(self.cleaned_data)
        call = super().save(commit=False)
        if moves:
            change = call.deadline_changes.model(
                previous_deadline=announced,
                reason=self.cleaned_data["new_reason"],
                decided_by=self.cleaned_data["new_decided_by"],
                decided_on=timezone.localdate(),
            )
            call.deadline_changes.add(change)
        if commit:
            call.save()
        return call
