"""What the team writes of a workshop that is over."""

from django import forms

from ..models import Restitution


class RestitutionForm(forms.ModelForm):
    class Meta:
        model = Restitution
        fields = ["summary", "no_contacts", "no_diagnosis", "no_seeds"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}
        labels = {
            "summary": "Ce que cet atelier a produit",
            "no_contacts": "Carnet d’adresses sans objet, parce que",
            "no_diagnosis": "État des lieux sans objet, parce que",
            "no_seeds": "Graines de projet sans objet, parce que",
        }
