"""The editors' forms of what a workshop produced."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.forms import SluggedForm
from people.agreements import AgreementForm
from people.enums import Audience, ConsentMethod
from people.models import Person

from ..enums import ACTIVE
from ..models import Membership, Session
from ..services import agreements, books
from ..services.groups import start_group


class OutputForm(AgreementForm):
    """What a workshop produced, said by or about one of those who were there."""

    person_help = "Parmi les personnes inscrites à l’atelier, ou ajoutées d’abord dans « Personnes »."

    def people(self) -> Any:
        """Those registered for the workshop, when it is known, and the one already chosen."""
        workshop = self.instance.workshop_id or self.initial.get("workshop")
        people = super().people()
        if not workshop:
            return people
        here = people.filter(registrations__session__event=workshop, registrations__state__in=ACTIVE)
        chosen = people.filter(pk=getattr(self.instance, f"{self.person_field}_id"))
        return people.filter(pk__in=[*here.values_list("pk", flat=True), *chosen.values_list("pk", flat=True)])

    def withdraw(self, row: Any) -> None:
        agreements.withdraw_agreement(about=row)


class DiagnosisItemForm(OutputForm):
    person_field = "author"

    def agree(self, row: Any, method: ConsentMethod) -> None:
        agreements.agree_to_be_quoted(item=row, method=method, by=self.for_user)


class ContactForm(OutputForm):
    """A card; what somebody signed on paper says which audiences read it, which fields, and on which day."""

    to = forms.MultipleChoiceField(
        label="Publics acceptés sur ce papier",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune case : le site public seulement.",
    )
    shown = forms.MultipleChoiceField(
        label="Avec, en plus du nom",
        choices=[("email", "adresse électronique"), ("phone", "téléphone"), ("address", "adresse postale")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed_on = forms.DateField(
        label="Signé ou dit le", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def agree(self, row: Any, method: ConsentMethod) -> None:
        answers = self.cleaned_data
        day = answers.get("agreed_on")
        books.save_card(
            contact=row,
            card=None,
            choices={Audience(to): frozenset(answers["shown"]) for to in answers["to"] or [Audience.WEB]},
            method=method,
            by=self.for_user,
            at=timezone.make_aware(datetime.combine(day, time(12))) if day else None,
        )
        row.refresh_from_db()

    def withdraw(self, row: Any) -> None:
        books.withdraw_card(contact=row)
        row.refresh_from_db()


class EventPersonForm(AgreementForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions: Any = self.fields.get("session")
        if sessions is not None:
            sessions.queryset = Session.objects.filter(event=self.instance.event_id).select_related("event")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        session, event = cleaned.get("session"), cleaned.get("event")
        if session and event and session.event_id != event.pk:
            self.add_error("session", "Cette séance est d’un autre rendez-vous.")
        return cleaned

    def agree(self, row: Any, method: ConsentMethod) -> None:
        agreements.agree_to_be_named(role=row, method=method, by=self.for_user)

    def withdraw(self, row: Any) -> None:
        agreements.withdraw_agreement(about=row)


class SeedForm(SluggedForm):
    """Once a seed has a group, the group alone says where it is (S3-27): the association reads it."""

    slug_source = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and Membership.objects.members().filter(group__seed=self.instance).exists():
            self.fields["state"].disabled = True
            self.fields["state"].help_text = "C’est le groupe-action qui le dit, dans son espace."


class ActionGroupForm(WagtailAdminModelForm):
    """The association brings a group together around its first person; the group decides everything after."""

    first = forms.ModelChoiceField(
        label="Qui porte le groupe au départ",
        queryset=Person.objects.none(),
        required=False,
        help_text="La personne reçoit un lien : c’est elle, puis le groupe, qui accueille les suivantes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["first"]
        else:
            people = Person.objects.filter(erased_at=None).exclude(email="")
            self.fields["first"].queryset = people.order_by("family_name", "given_name", "pk")

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        group = super().save(commit=commit)
        first = self.cleaned_data.get("first")
        if commit and first:
            start_group(group=group, lead=first)
        return group
