"""The two steps of an import: what is given, then what an editor keeps of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from events.forms.sessions import HourField

from .errors import TextRefused
from .kinds import KINDS
from .reading import LONGEST_TEXT, Document, read_file, read_paste
from .saving import Date
from .sessions import Proposed, Usual, read_key


class GiveForm(forms.Form):
    """A text pasted, or a file."""

    text = forms.CharField(
        label="Texte collé",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Depuis un PDF, un courriel, un traitement de texte : les mots coupés et les lignes seront recollés.",
    )
    file = forms.FileField(
        label="ou fichier",
        required=False,
        help_text="Word (.docx), LibreOffice (.odt), Markdown, texte ou HTML, jusqu’à 15 Mo. Les images d’un document "
        "Word ou LibreOffice suivent le texte.",
    )
    angle_is_list = forms.BooleanField(
        label="Une ligne qui commence par « > » est un élément de liste",
        required=False,
        initial=True,
        help_text="Décochez si ce sont des citations, comme dans un texte en Markdown.",
    )

    document: Document
    content: bytes = b""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        text, file = cleaned.get("text") or "", cleaned.get("file")
        if self.errors:
            return cleaned
        if bool(text.strip()) == bool(file):
            raise ValidationError("Collez un texte ou choisissez un fichier : l’un des deux.")
        angle = bool(cleaned.get("angle_is_list"))
        self.content = file.read() if file else b""
        try:
            self.document = (
                read_file(self.content, name=file.name, angle_is_list=angle)
                if file
                else read_paste(text, angle_is_list=angle)
            )
        except TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return cleaned


class ReviewForm(forms.Form):
    """The text as it would be kept, what it becomes, and the dates ticked."""

    original = forms.CharField(strip=False, max_length=LONGEST_TEXT, widget=forms.HiddenInput)
    # Which document its pictures come from, when it has some.
    in_hand = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Ce que devient ce texte", choices=[(key, one.label) for key, one in KINDS.items()])
    title = forms.CharField(label="Titre", max_length=255)
    markdown = forms.CharField(
        label="Texte à garder",
        strip=False,
        max_length=LONGEST_TEXT * 2,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text="« ## » annonce une partie, « ### » une sous-partie, « - » un élément de liste ; **gras**. "
        "« ![description](image-1) » place la première image : écrivez entre crochets ce qu’elle apprend.",
    )
    year = forms.IntegerField(label="Année des dates qui n’en ont pas", required=False, min_value=1990, max_value=2100)
    usual_start = HourField(label="Début habituel", required=False)
    usual_end = HourField(label="Fin habituelle", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    def clean_original(self) -> str:
        return _unix(self.cleaned_data["original"])

    def clean_markdown(self) -> str:
        return _unix(self.cleaned_data["markdown"])

    @property
    def usual(self) -> Usual:
        """What was said for dates that do not say it; only what could be read."""
        said = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        return Usual(said.get("year"), said.get("usual_start"), said.get("usual_end"))

    def ticks(self, proposed: Proposed) -> bool:
        """Whether its box is ticked: as the editor left it, or, when it was not shown before, as sure as it is."""
        was_shown = self.is_bound and f"title-{proposed.key}" in self.data
        return proposed.key in self.data.getlist("dates") if was_shown else proposed.is_sure  # type: ignore[attr-defined]

    def ticked(self) -> list[Date]:
        """The dates ticked, with the titles typed beside them. What no proposal of ours could have sent is left out."""
        data: Any = self.data
        dates = []
        for key in dict.fromkeys(data.getlist("dates")):
            if span := read_key(key):
                dates.append(Date(*span, title=data.get(f"title-{key}", "").strip()[:200]))
        return dates


def _unix(text: str) -> str:
    """Browsers send each line end as two characters."""
    return text.replace("\r\n", "\n")
