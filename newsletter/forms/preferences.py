"""What a subscriber chooses, on one page."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.forms import TerritoryChoiceField
from cms.models import Territory, Topic
from people.humans.forms import email_field, usable

from ..enums import FollowKind, Rhythm
from ..models import Subscriber
from ..services.preferences import Choices

PAUSES = {"1": 30, "3": 91, "6": 182}
STAY = "stay"


class PreferencesForm(forms.Form):
    """The whole letter, the rhythm, what is followed, a pause. Unticking is leaving one thing, not everything."""

    whole_letter = forms.BooleanField(label="L’infolettre entière", required=False)
    follows = forms.MultipleChoiceField(
        label="Je suis", required=False, widget=forms.CheckboxSelectMultiple, help_text="Décochez pour ne plus suivre."
    )
    topics = forms.ModelMultipleChoiceField(
        label="Suivre aussi des thèmes",
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territory = TerritoryChoiceField(
        label="Suivre aussi un territoire",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="Aucun autre",
    )
    rhythm = forms.ChoiceField(label="Quand nous écrire ?", choices=Rhythm.choices, widget=forms.RadioSelect)
    pause = forms.ChoiceField(label="Faire une pause", required=False)

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        self.subscriber = subscriber
        self.rows = list(subscriber.follows.standing().with_targets())
        shown = [str(row.pk) for row in self.rows]
        kwargs["initial"] = {
            "whole_letter": subscriber.whole_letter,
            "follows": shown,
            "rhythm": subscriber.rhythm,
            "pause": self._pause_now,
        }
        super().__init__(*args, **kwargs)
        self._offer()

    def _offer(self) -> None:
        followed = {"topic": [row.topic_id for row in self.rows], "territory": [row.territory_id for row in self.rows]}
        fields: dict[str, Any] = self.fields
        fields["follows"].choices = [(str(row.pk), str(row)) for row in self.rows]
        fields["topics"].queryset = Topic.objects.exclude(pk__in=[key for key in followed["topic"] if key])
        others = Territory.objects.exclude(pk__in=[key for key in followed["territory"] if key])
        fields["territory"].queryset = others.order_by("path")
        fields["pause"].choices = self._pauses()
        for name, empty in (("follows", not self.rows), ("topics", not fields["topics"].queryset.exists())):
            if empty:
                del self.fields[name]

    @property
    def _pause_now(self) -> str:
        until = self.subscriber.paused_until
        return STAY if until and until > timezone.localdate() else ""

    def _pauses(self) -> list[tuple[str, str]]:
        running = [(STAY, "garder la pause en cours")] if self._pause_now else []
        offered = [("1", "un mois"), ("3", "trois mois"), ("6", "six mois")]
        return [("", "pas de pause"), *running, *offered]

    @property
    def choices(self) -> Choices:
        """What `services.save_preferences` takes."""
        said = self.cleaned_data
        kept = {int(key) for key in said.get("follows", [])}
        added = [(FollowKind.TOPIC, topic.pk) for topic in said.get("topics", [])]
        if said["territory"]:
            added.append((FollowKind.TERRITORY, said["territory"].pk))
        return Choices(
            whole_letter=said["whole_letter"],
            rhythm=Rhythm(said["rhythm"]),
            paused_until=self._paused_until(said["pause"]),
            dropped=[row.pk for row in self.rows if row.pk not in kept],
            added=added,
        )

    def _paused_until(self, pause: str) -> date | None:
        if pause == STAY:
            return self.subscriber.paused_until
        return timezone.localdate() + timedelta(days=PAUSES[pause]) if pause else None


class AddressForm(forms.Form):
    """The address to move to."""

    email = email_field("Votre nouvelle adresse électronique")

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        self.subscriber = subscriber
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = usable(self.cleaned_data["email"])
        if email == self.subscriber.email:
            raise ValidationError("C’est l’adresse que nous avons déjà.")
        return email
