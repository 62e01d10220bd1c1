"""What editors type to plan an issue and to share out the work."""

from typing import Any

from django import forms
from django.utils import timezone

from people.models import Person
from people.services import find_or_create_person

from ..enums import VolunteerRole
from ..models import Slot, Volunteer

# The dates of forms are those of the browser's own calendar.
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class WhoForm(forms.Form):
    """Somebody of the pool, or anybody by their name and address."""

    person = forms.ModelChoiceField(
        label="Bénévole", queryset=Person.objects.none(), required=False, empty_label="Quelqu’un d’autre :"
    )
    given_name = forms.CharField(label="Prénom", max_length=80, required=False)
    family_name = forms.CharField(label="Nom", max_length=80, required=False)
    email = forms.EmailField(label="Adresse e-mail", required=False)

    def __init__(self, *args: Any, role: VolunteerRole | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = Volunteer.objects.offering()
        offers = offers.filter(role=role) if role else offers
        people = Person.objects.filter(pk__in=offers.values("person"))
        self.fields["person"].queryset = people.order_by("family_name", "given_name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = cleaned.get("given_name") or cleaned.get("family_name")
        if not cleaned.get("person") and not typed and "person" not in self.errors:
            self.add_error("person", "Choisissez quelqu’un, ou écrivez son nom.")
        return cleaned

    def someone(self) -> Person:
        """The person chosen, or the one whose name was typed, known from now on."""
        known: Person | None = self.cleaned_data["person"]
        if known:
            return known
        names = {name: self.cleaned_data[name] for name in ("given_name", "family_name", "email")}
        return find_or_create_person(**names)


class DueForm(forms.Form):
    """A day to come."""

    due_on = forms.DateField(label="Pour le", widget=DAY)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Cette date est passée : choisissez-en une autre.")
        return day


class SlotForm(forms.ModelForm):
    """A place of the plan. The view hands its values to a service."""

    class Meta:
        model = Slot
        fields = ["title", "rubric", "quota", "due_on", "brief"]
        widgets = {"due_on": DAY, "brief": forms.Textarea(attrs={"rows": 3})}


class CommissionForm(WhoForm, DueForm):
    """Who writes, and for when."""

    field_order = ["due_on", "person", "given_name", "family_name", "email"]


class TaskForm(WhoForm, DueForm):
    """A task that is not the writing of a slot: pictures, proofreading, a round of distribution."""

    role = forms.ChoiceField(label="Tâche", choices=VolunteerRole.choices)
    note = forms.CharField(label="Précisions", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["role", "due_on", "person", "given_name", "family_name", "email", "note"]


class ReasonForm(forms.Form):
    """Why something leaves the ordinary way."""

    reason = forms.CharField(
        label="Pourquoi ?",
        max_length=300,
        error_messages={"required": "Dites pourquoi : c’est noté dans l’historique."},
    )
