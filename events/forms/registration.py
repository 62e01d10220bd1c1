"""The registration form as the public sees it. It checks the shape of answers; `events.services` decides the rest."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from cms.dates import hours_text, long_date_text
from people.addresses import normalise_email
from people.enums import ConsentPurpose
from people.models import ConsentText
from people.services import ConsentTextMissing, current_consent_text

from ..enums import WishKind
from ..models import Session
from ..services import Participant

ANSWER_NEEDED = "Cette réponse est nécessaire pour tenir votre place."
ADDRESS_NEEDED = "Saisissez une adresse complète, par exemple camille.martin@exemple.fr."
HELPING = [WishKind.WRITE, WishKind.PHOTOGRAPH, WishKind.PROOFREAD, WishKind.DISTRIBUTE]


def session_label(session: Session) -> str:
    """« jeudi 4 février 2027, de 9 h à 10 h »."""
    when = f"{long_date_text(session.starts_at)}, {hours_text(session.starts_at, session.ends_at)}"
    return f"{when} – {session.title}" if session.title else when


class RegistrationForm(forms.Form):
    """Who comes, at which dates, and what they also wish. `sessions` are all those of the page, whatever their state:
    a date that has just closed is refused by the service, which can say why."""

    sessions = forms.TypedMultipleChoiceField(
        label="Séances",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une séance.",
            "invalid_choice": "Une des séances choisies n’existe pas ou plus.",
            "invalid_list": "Cochez au moins une séance.",
        },
    )
    given_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.CharField(
        label="Adresse électronique",
        max_length=254,
        help_text="Nous y envoyons un lien pour confirmer, par exemple camille.martin@exemple.fr.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    organisation_name = forms.CharField(
        label="Structure",
        max_length=160,
        required=False,
        help_text="Facultatif : association, collectivité, établissement…",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = forms.CharField(
        label="Un mot à l’équipe",
        max_length=1000,
        required=False,
        help_text="Facultatif. N’écrivez rien sur la santé de quiconque. Effacé une semaine après le rendez-vous.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    letter = forms.BooleanField(required=False)
    help_with_journal = forms.MultipleChoiceField(
        choices=[(kind.value, str(kind.label).capitalize()) for kind in HELPING],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    submission_key = forms.CharField(required=False, widget=forms.HiddenInput)
    # Nobody sees this field; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {session.pk: session for session in sessions}
        choices = self.fields["sessions"]
        choices.choices = [(str(session.pk), session_label(session)) for session in sessions]  # type: ignore[attr-defined]
        for name in ("given_name", "family_name"):
            self.fields[name].error_messages["required"] = ANSWER_NEEDED
        self.fields["email"].error_messages["required"] = ADDRESS_NEEDED
        self._word("letter", ConsentPurpose.LETTER)
        self._word("help_with_journal", ConsentPurpose.VOLUNTEER)
        if not self.is_bound:
            self.initial.setdefault("submission_key", str(uuid4()))

    def _word(self, name: str, purpose: ConsentPurpose) -> None:
        """Put the published words beside the box; without words nothing may be collected, so no box."""
        try:
            text: ConsentText = current_consent_text(purpose)
        except ConsentTextMissing:
            del self.fields[name]
            return
        self.fields[name].label = text.label
        self.fields[name].help_text = text.notice

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        try:
            forms.EmailField().clean(normalise_email(typed))
        except (ValueError, forms.ValidationError) as error:
            raise forms.ValidationError(ADDRESS_NEEDED) from error
        return typed

    @property
    def is_trapped(self) -> bool:
        """A program filled in what no person can see."""
        return bool(self.data.get("website"))

    @property
    def chosen(self) -> list[Session]:
        return [self.rows[pk] for pk in dict.fromkeys(self.cleaned_data["sessions"])]

    @property
    def participant(self) -> Participant:
        answers = self.cleaned_data
        return Participant(
            given_name=answers["given_name"],
            family_name=answers["family_name"],
            email=answers["email"],
            organisation_name=answers["organisation_name"],
            message=answers["message"],
        )

    @property
    def key(self) -> UUID:
        """The key made when the form was shown; a new one if it was lost or altered."""
        try:
            return UUID(self.cleaned_data["submission_key"])
        except ValueError:
            return uuid4()

    @property
    def wishes(self) -> list[str]:
        letter = [WishKind.LETTER] if self.cleaned_data.get("letter") else []
        return [*letter, *self.cleaned_data.get("help_with_journal", [])]
