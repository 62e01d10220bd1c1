"""What the screens of a letter ask of an editor."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.addresses import normalise_email

from ..enums import RedactionReason
from ..models import Dispatch, Segment, Selection, Subscriber
from ..previews import MODES
from ..services.sequels import SHORTEST_CORRECTION

WIDTHS = [("640", "640 pixels, large"), ("320", "320 pixels, étroit")]


class LocalDateTimeField(forms.SplitDateTimeField):
    """A day and an hour here, in Europe/Paris. An hour that summer time removes or doubles is refused in words."""

    default_error_messages = {
        "jumped": "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été. Choisissez 3 h ou plus tard.",
        "doubled": "Cette heure existe deux fois ce jour-là : on passe à l’heure d’hiver. Choisissez-en une autre.",
    }

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list or any(part in self.empty_values for part in data_list):
            return None
        naive, zone = datetime.combine(*data_list), timezone.get_current_timezone()
        first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
        if first.utcoffset() == second.utcoffset():
            return first
        # In spring the two readings are swapped: that hour is jumped over (PEP 495).
        jumped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
        raise ValidationError(self.error_messages["jumped" if jumped else "doubled"])


class ScheduleForm(forms.Form):
    """When the letter leaves."""

    leaves_at = LocalDateTimeField(
        label="Jour et heure du départ",
        help_text="Heure de Paris.",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Jour du départ"},
            time_attrs={"type": "time", "aria-label": "Heure du départ"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        error_messages={
            "required": "Choisissez le jour et l’heure du départ.",
            "incomplete": "Choisissez le jour et l’heure du départ.",
            "invalid_date": "Ce jour n’existe pas. Exemple : 2027-03-15",
            "invalid_time": "Cette heure n’existe pas. Exemple : 09:30",
        },
    )


class AudienceForm(forms.Form):
    """Who the letter goes to."""

    selection = forms.ModelChoiceField(
        label="À qui",
        queryset=Selection.objects.all(),
        required=False,
        empty_label="Tout le monde",
        error_messages={"invalid_choice": "Cette sélection n’existe plus : choisissez à qui la lettre part."},
    )


class ErratumForm(forms.Form):
    """What was wrong, and what is right."""

    text = forms.CharField(
        label="Ce qui était faux, et ce qui est juste",
        min_length=SHORTEST_CORRECTION,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Quelques phrases. Elles partent par courriel et s’affichent au-dessus de l’archive.",
        error_messages={"required": "Écrivez ce qui était faux, et ce qui est juste."},
    )


class RedactForm(forms.Form):
    """Which passage of a letter that left, and why."""

    segment = forms.ModelChoiceField(
        queryset=Segment.objects.none(),
        error_messages={
            "required": "Choisissez le passage à retirer.",
            "invalid_choice": "Ce passage n’est plus là : il a peut-être déjà été retiré.",
        },
    )
    reason = forms.ChoiceField(
        label="Pourquoi",
        choices=RedactionReason.choices,
        help_text="C’est ce que l’archive dira à la place du passage.",
        error_messages={"required": "Dites pourquoi ce passage est retiré."},
    )

    def __init__(self, dispatch: Dispatch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = dispatch.segments.standing()  # type: ignore[attr-defined]


class PreviewForm(forms.Form):
    """How to look at a letter."""

    DEFAULTS: dict[str, Any] = {"mode": "mail", "width": "640", "subscriber": None}

    mode = forms.ChoiceField(label="Comme", choices=MODES, required=False)
    width = forms.ChoiceField(label="Largeur", choices=WIDTHS, required=False)
    subscriber = forms.CharField(
        label="Adresse d’une personne abonnée",
        required=False,
        max_length=254,
        help_text="Facultatif : la lettre telle que cette personne la recevra, avec ce qu’elle suit.",
    )

    def clean_width(self) -> str:
        return self.cleaned_data["width"] or "640"

    def clean_subscriber(self) -> Subscriber | None:
        typed = self.cleaned_data["subscriber"].strip()
        if not typed:
            return None
        try:
            found = Subscriber.objects.confirmed().filter(email=normalise_email(typed)).first()
        except ValueError:
            found = None
        if found is None:
            raise ValidationError("Personne ne reçoit l’infolettre à cette adresse.")
        return found
