"""Days that an editor may type: far enough for any workshop, near enough for steps to be counted from them.

Steps keep their distance to the workshop in days, in a small integer.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1990, 1, 1), date(2069, 12, 31)
WRONG_YEAR = "Vérifiez l’année : elle va de 1990 à 2069."


class NearDayField(forms.DateField):
    default_validators = [MinValueValidator(FIRST, WRONG_YEAR), MaxValueValidator(LAST, WRONG_YEAR)]

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **options})
