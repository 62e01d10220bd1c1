"""What an editor says to OpenAgenda of one page: how its dates stand there, and the agenda's own fields (O2, O9)."""

from collections.abc import Iterator
from typing import Any

from django import forms

from ..enums import OpenAgendaDates
from ..openagenda.asked import AGE, ONE_OF, SOME_OF, AskedField
from ..openagenda.standing import Standing

LONGEST_TEXT = 10_000
OLDEST = 120


class WishForm(forms.Form):
    """Its fields are those of the agenda: whatever else is sent is not read."""

    dates = forms.ChoiceField(
        label="Comment transmettre les dates ?", choices=OpenAgendaDates.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"dates": standing.dates})
        super().__init__(*args, **kwargs)
        self.standing = standing
        for number, asked in enumerate(standing.to_fill):
            for end, each in _fields(asked, standing.answers.get(asked.name)):
                self.fields[f"champ-{number}{end}"] = each

    @property
    def answers(self) -> dict[str, Any]:
        """As the agenda wants them. What was answered to a field not shown this time stays."""
        asked = list(enumerate(self.standing.to_fill))
        given = {each.name: self._value(number, each) for number, each in asked}
        kept = {name: value for name, value in self.standing.answers.items() if name not in given}
        return {**kept, **{name: value for name, value in given.items() if value not in (None, "", [])}}

    def _value(self, number: int, asked: AskedField) -> Any:
        if asked.name == AGE:
            ends = {end: self.cleaned_data.get(f"champ-{number}-{end}") for end in ("min", "max")}
            return ends if any(value is not None for value in ends.values()) else None
        value = self.cleaned_data.get(f"champ-{number}")
        if asked.kind in ONE_OF:
            return int(value) if value else None
        if asked.kind in SOME_OF:
            return [int(each) for each in value or []]
        if asked.kind == "date":
            return value.isoformat() if value else None
        return {"fr": value} if asked.is_multilingual and value else value


def _fields(asked: AskedField, value: Any) -> Iterator[tuple[str, forms.Field]]:
    """The fields that ask it, each with the end of its name."""
    if asked.name == AGE:
        ages = value if isinstance(value, dict) else {}
        for end, words in (("min", "à partir de"), ("max", "jusqu’à")):
            label = f"{asked.label}, {words} (en années)"
            yield (
                f"-{end}",
                forms.IntegerField(label=label, required=False, min_value=0, max_value=OLDEST, initial=ages.get(end)),
            )
        return
    common = {"label": asked.label, "required": asked.is_required and asked.kind != "boolean", "initial": value}
    if isinstance(value, dict):
        common["initial"] = value.get("fr", "")
    yield "", _field(asked, common)


def _field(asked: AskedField, common: dict[str, Any]) -> forms.Field:
    choices = [(str(number), label) for number, label in asked.choices]
    most = min(asked.most or LONGEST_TEXT, LONGEST_TEXT)
    if asked.kind in ONE_OF:
        return forms.ChoiceField(choices=[("", "À choisir"), *choices], **common)
    if asked.kind in SOME_OF:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if asked.kind in ("text", "phone"):
        return forms.CharField(max_length=most, **common)
    if asked.kind in PLAIN:
        return PLAIN[asked.kind](**common)
    return forms.CharField(max_length=most, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _address(**common: Any) -> forms.Field:
    return forms.URLField(assume_scheme="https", **common)


PLAIN: dict[str, Any] = {
    "integer": forms.IntegerField,
    "number": forms.FloatField,
    "boolean": forms.BooleanField,
    "date": forms.DateField,
    "email": forms.EmailField,
    "link": _address,
}
