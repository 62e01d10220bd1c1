"""What is filled in in the room: a card, an item, a paper sheet typed by one person, a spreadsheet of them all."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from cms.csv_files import FileUnreadable

from ..captured_files import LARGEST, Reading, read_captured
from ..enums import DiagnosisKind
from ..models import Profile, Room
from ..services.capturing import CardDraft, ItemDraft

# Strengths and weaknesses are gathered along series (S0-11), not in the room.
ROOM_KINDS = [
    (kind.value, kind.label.capitalize())
    for kind in DiagnosisKind
    if kind not in (DiagnosisKind.STRENGTH, DiagnosisKind.WEAKNESS)
]
NOTHING_ON_HEALTH = "N’écrivez rien sur la santé de quiconque."
SHEET_LINES = 10


class CardForm(forms.Form):
    given_name = forms.CharField(label="Prénom", max_length=80, widget=forms.TextInput({"autocomplete": "given-name"}))
    family_name = forms.CharField(
        label="Nom", max_length=80, required=False, widget=forms.TextInput({"autocomplete": "family-name"})
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
    words = forms.CharField(
        label="Ce que je fais, ce qui m’amène",
        max_length=600,
        required=False,
        help_text=NOTHING_ON_HEALTH,
        widget=forms.Textarea({"rows": 3}),
    )
    seeks_group = forms.BooleanField(label="Je cherche un groupe avec qui agir", required=False)
    may_be_named = forms.BooleanField(label="J’accepte d’être cité ou citée avec mon nom", required=False)
    card = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wording: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].error_messages["required"] = "Dites-nous au moins un prénom."
        if wording:
            self.fields["may_be_named"].label = wording

    @property
    def draft(self) -> CardDraft:
        values = {**self.cleaned_data}
        client_id: UUID = values.pop("card") or uuid4()
        return CardDraft(client_id=client_id, **values)


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label="C’est…", choices=ROOM_KINDS, initial=DiagnosisKind.NEED)
    text = forms.CharField(
        label="En une phrase",
        max_length=800,
        help_text=f"Une idée à la fois. {NOTHING_ON_HEALTH}",
        widget=forms.Textarea({"rows": 3}),
    )
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    card = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = "Écrivez quelques mots."

    @property
    def draft(self) -> ItemDraft:
        values = self.cleaned_data
        return ItemDraft(client_id=values["item"] or uuid4(), kind=values["kind"], text=values["text"])


class SheetForm(CardForm):
    """A paper sheet: the card, then its lines."""

    number = forms.IntegerField(label="Numéro de la fiche", min_value=1, max_value=9999)
    corrects = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self.fields["given_name"].required = False
        self.fields["words"].help_text = ""
        self.fields["may_be_named"].label = "La case « être cité ou citée » est cochée et signée sur la fiche"
        for line in range(1, SHEET_LINES + 1):
            self.fields[f"kind{line}"] = forms.ChoiceField(
                label=f"Ligne {line}, type", choices=ROOM_KINDS, required=False, initial=DiagnosisKind.BRAKE
            )
            self.fields[f"text{line}"] = forms.CharField(
                label=f"Ligne {line}, ce qui est écrit", max_length=800, required=False
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"kind{line}"], self[f"text{line}"]) for line in range(1, SHEET_LINES + 1)]

    @property
    def lines(self) -> list[tuple[str, str]]:
        values = self.cleaned_data
        return [
            (values[f"kind{line}"] or DiagnosisKind.BRAKE.value, values[f"text{line}"])
            for line in range(1, SHEET_LINES + 1)
        ]

    @property
    def draft(self) -> CardDraft:
        names = ("given_name", "family_name", "organisation_name", "profile", "words", "seeks_group", "may_be_named")
        return CardDraft(client_id=uuid4(), **{name: self.cleaned_data[name] for name in names})


class CapturedForm(forms.Form):
    """A spreadsheet of what was said; `reading` is what it holds."""

    file = forms.FileField(label="Fichier CSV", help_text="2 Mo et 2 000 lignes au plus.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.reading: Reading = read_captured(file.read(LARGEST + 1))
        except FileUnreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
