"""The form by which readers ask for the infolettre, or to follow something."""

from typing import Any

from django import forms

from people.humans.forms import HumanForm

from ..enums import FollowKind

SOURCE_LENGTH = 250
MOST_WISHES = 30


class SubscribeForm(HumanForm):
    """Address and consent. The words beside the box are those of the published ConsentText."""

    agreed = forms.BooleanField(
        error_messages={"required": "Cochez la case : sans votre accord, nous ne pouvons pas vous écrire."}
    )
    letter = forms.BooleanField(label="Je veux aussi recevoir l’infolettre entière.", required=False)
    follow = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consent_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = consent_label

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"])[:SOURCE_LENGTH]

    def clean_follow(self) -> list[tuple[FollowKind, int]]:
        """« theme-3 projet-12 » as kinds and keys; what is not understood is left out."""
        return read_wishes(str(self.cleaned_data["follow"]))

    @property
    def whole_letter(self) -> bool:
        """Who asks to follow nothing in particular asks for the letter."""
        return bool(self.cleaned_data["letter"]) or not self.cleaned_data["follow"]


def read_wishes(words: str) -> list[tuple[FollowKind, int]]:
    wishes: list[tuple[FollowKind, int]] = []
    for word in words.split()[:MOST_WISHES]:
        kind, _, key = word.partition("-")
        if kind in FollowKind.values and key.isascii() and key.isdecimal() and len(key) < 10:
            wishes.append((FollowKind(kind), int(key)))
    return wishes
