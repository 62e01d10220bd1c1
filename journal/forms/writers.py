"""What people without an account type: passages of a draft, remarks, answers. Any place may be left as it is."""

from collections import Counter
from typing import Any

from django import forms

from ..models import DraftLink
from ..versions import END, LIMITS, Passage, Shape, passages_of

LABELS = {
    "title": "Titre",
    "kicker": "Surtitre",
    "summary": "Chapô",
    "heading": "Intertitre",
    "quote": "Citation",
    "picture": "Légende",
    "side_note": "Note en marge",
    "workshop_intro": "Chapô de l’atelier",
    "quoted_item": "Parole de l’atelier",
    "portrait": "Portrait",
    "seed_box": "Graine de projet",
    "text": "Texte",
}
ROWS = {Shape.LINE: 2, Shape.TEXT: 4, Shape.RICH: 12}
# A whole newspaper page is under 10 000 signs.
LONGEST = 20_000


class PassageField(forms.CharField):
    """One passage, in a plain box."""

    widget = forms.Textarea

    def __init__(self, passage: Passage | None = None, *, rank: int = 0) -> None:
        """`rank` tells apart several passages of one kind; 0 when there is one."""
        shape = passage.shape if passage else Shape.RICH
        label = LABELS.get(passage.kind, "Texte") if passage else "Ajouter à la fin"
        super().__init__(
            label=f"{label} {rank}" if rank else label,
            required=False,
            strip=False,
            initial=passage.words if passage else "",
            max_length=LIMITS.get(passage.kind, LONGEST) if passage else LONGEST,
            widget=forms.Textarea(attrs={"rows": ROWS[shape], "spellcheck": "true"}),
        )


class DraftForm(forms.Form):
    """A field for each passage of a version, one to add to its end, and the hash of what the person had before them."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64)
    prefix_of_places = "passage-"

    def __init__(self, *args: Any, link: DraftLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = link.version.content_hash
        passages = passages_of(link.version.content)
        of_a_kind, seen = Counter(passage.kind for passage in passages), Counter[str]()
        for passage in passages:
            seen[passage.kind] += 1
            rank = seen[passage.kind] if of_a_kind[passage.kind] > 1 else 0
            self.fields[f"{self.prefix_of_places}{passage.place}"] = PassageField(passage, rank=rank)
        self.fields[f"{self.prefix_of_places}{END}"] = PassageField()

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(self.prefix_of_places)]

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by place. A box that the browser did not send is no order to empty it."""
        start = len(self.prefix_of_places)
        return {
            name[start:]: text
            for name, text in self.cleaned_data.items()
            if name.startswith(self.prefix_of_places) and name in self.data
        }


class RemarkForm(forms.Form):
    """A comment on the whole draft."""

    text = forms.CharField(
        label="Une remarque pour la rédaction",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez votre remarque."},
    )


class WishForm(forms.Form):
    """Other words that somebody cited would rather read."""

    words_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    wish = forms.CharField(
        label="Les mots que vous préférez",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Facultatif. La rédaction les reprendra, puis vous demandera de nouveau votre accord.",
    )


class NameForm(forms.Form):
    """The name under which somebody signs."""

    name = forms.CharField(label="Votre nom, tel qu’il sera imprimé", max_length=120, required=False)
