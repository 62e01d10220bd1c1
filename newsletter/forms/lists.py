"""What an editor says of a list before it is read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ..enums import ImportMode

SHORTEST_PROOF = 30


class ImportForm(forms.Form):
    """The file, the proof, and the manner."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, ou l’export de Brevo, de Mailchimp ou de Sympa. 100\u202f000 lignes au plus.",
    )
    mode = forms.ChoiceField(
        label="Comment les inscrire ?",
        choices=ImportMode.choices,
        widget=forms.RadioSelect,
        initial=ImportMode.ASK,
    )
    proof = forms.CharField(
        label="Preuve de leur accord",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Qui a recueilli ces accords, où, avec quels mots, et où en est la trace. Sans elle, rien n’entre.",
    )
    collected_on = forms.DateField(label="Accords recueillis jusqu’au", widget=forms.DateInput(attrs={"type": "date"}))
    sworn = forms.BooleanField(
        label="Ces personnes ont demandé à recevoir cette lettre, et aucune ne l’a quittée.",
        error_messages={"required": "Cochez la case : on n’importe que des personnes qui ont donné leur accord."},
    )

    def clean_proof(self) -> str:
        proof = str(self.cleaned_data["proof"]).strip()
        if len(proof) < SHORTEST_PROOF:
            raise ValidationError("Dites-en un peu plus : qui, où, quand, avec quels mots.")
        return proof

    def clean_collected_on(self) -> Any:
        day = self.cleaned_data["collected_on"]
        if day > timezone.localdate():
            raise ValidationError("Cette date n’est pas encore passée.")
        return day
