"""What editors type about the people of one article: a link to give, somebody cited, a signature to ask for."""

from typing import Any

from django import forms

from people.enums import Answer

from ..enums import LinkPurpose, SignatureRole
from ..versions import Content, passages_of
from .planning import WhoForm

SHOWN = 70
METHODS = [("paper", "papier signé"), ("spoken", "accord oral")]


class LinkForm(WhoForm):
    purpose = forms.ChoiceField(label="Pour", choices=LinkPurpose.choices)
    field_order = ["purpose", "person", "given_name", "family_name", "email"]


class CiteForm(WhoForm):
    """Who speaks in which passage of the draft."""

    place = forms.ChoiceField(label="Passage")
    field_order = ["place", "person", "given_name", "family_name", "email"]

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(p.place, p.plain[:SHOWN]) for p in passages_of(content) if p.plain.strip() and p.place not in content]
        self.fields["place"].choices = shown  # type: ignore[attr-defined]


class SignatureForm(WhoForm):
    role = forms.ChoiceField(label="Rôle", choices=SignatureRole.choices)
    name = forms.CharField(label="Nom imprimé", max_length=120, required=False, help_text="Vide : prénom et nom.")
    field_order = ["role", "person", "given_name", "family_name", "email", "name"]


class NotedAnswerForm(forms.Form):
    """What somebody without an address said."""

    answer = forms.ChoiceField(label="Réponse", choices=[(Answer.AGREED, "d’accord"), (Answer.REFUSED, "refus")])
    method = forms.ChoiceField(label="Recueillie par", choices=METHODS)
