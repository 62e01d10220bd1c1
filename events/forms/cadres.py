"""The editors' form of the charter: its words can be changed until it is adopted, then another version is written."""

from typing import Any

from django import forms
from django.db import transaction
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..errors import EventsError
from ..services.cadres import CadreAdopted, CadreEmpty, adopt, free_number, new_version


class CadreForm(WagtailAdminModelForm):
    adoption = forms.ChoiceField(
        label="Ce qu’il faut faire",
        choices=[
            ("", "Enregistrer ce brouillon"),
            ("adopt", "L’adopter : les ateliers peuvent le suivre, ses mots ne bougent plus"),
            ("version", "Il est adopté : en préparer une nouvelle version"),
        ],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        was_adopted, wants = self.instance.is_adopted, cleaned.get("adoption")
        if was_adopted and wants != "version" and {"year", "introduction", "text", "changes"} & set(self.changed_data):
            raise forms.ValidationError(CadreAdopted.message)
        if not was_adopted and wants == "version":
            self.add_error("adoption", "Ce cadre est encore un brouillon : corrigez-le directement.")
        if wants == "adopt" and not (cleaned.get("text") or "").strip():
            self.add_error("text", CadreEmpty.message)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        wants = self.cleaned_data.get("adoption")
        if self.instance.pk and self.instance.is_adopted:
            self.instance.refresh_from_db()
            return new_version(cadre=self.instance) if wants == "version" else self.instance
        if self.instance.pk is None or "year" in self.changed_data:
            self.instance.number = free_number(self.instance.year)
        row = super().save(commit=commit)
        try:
            return adopt(cadre=row) if wants == "adopt" and commit else row
        except EventsError as refusal:
            self.add_error(None, refusal.text)
            return row
