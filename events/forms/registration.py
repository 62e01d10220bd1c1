"""The registration form as the public sees it. It checks the shape of answers; `events.services` decides the rest."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from cms.dates import hours_text, long_date_text
from people.addresses import normalise_email
from people.enums import ConsentPurpose

from ..enums import WishKind
from ..models import RegistrationRules, Session
from ..services import Enclosed, Participant
from .details import DetailsForm, ProfileField
from .guardians import add_guardian, check_guardian

ANSWER_NEEDED = "Cette réponse est nécessaire pour tenir votre place."
ADDRESS_NEEDED = "Saisissez une adresse complète, par exemple camille.martin@exemple.fr."
FOR_WHOM = " Ce champ vaut pour toutes les personnes de ce formulaire : à plusieurs, dites pour qui."
HELPING = [WishKind.WRITE, WishKind.PHOTOGRAPH, WishKind.PROOFREAD, WishKind.DISTRIBUTE]


def session_label(session: Session) -> str:
    """« jeudi 4 février 2027, de 9 h à 10 h »."""
    when = f"{long_date_text(session.starts_at)}, {hours_text(session.starts_at, session.ends_at)}"
    return f"{when} – {session.title}" if session.title else when


class RegistrationForm(DetailsForm):
    """Who comes, at which dates, and what they also wish. `sessions` are all those of the page, whatever their state:
    a date that has just closed is refused by the service, which can say why."""

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
    all_or_nothing = forms.BooleanField(
        label="Toutes ces dates, ou aucune",
        required=False,
        help_text="S’il manque de la place à l’une d’elles, rien n’est enregistré. Sans cette case : une place où il y "
        "en a, un rang sur la liste d’attente ailleurs.",
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

    field_order = ("sessions", "all_or_nothing", "email", "organisation_name", "given_name", "family_name", "profile")

    def __init__(self, *args: Any, sessions: list[Session], rules: RegistrationRules, **kwargs: Any) -> None:
        super().__init__(*args, sessions=sessions, rules=rules, **kwargs)
        self.rows = {session.pk: session for session in sessions}
        choices = self.fields["sessions"]
        choices.choices = [(str(session.pk), session_label(session)) for session in sessions]  # type: ignore[attr-defined]
        for name in ("given_name", "family_name"):
            self.fields[name].error_messages["required"] = ANSWER_NEEDED
        self.fields["email"].error_messages["required"] = ADDRESS_NEEDED
        self._choose_dates_for_them()
        self._add_others()
        self._ask_for_whom()
        self._word("letter", ConsentPurpose.LETTER)
        self._word("help_with_journal", ConsentPurpose.VOLUNTEER)
        if not self.is_bound:
            self.initial.setdefault("submission_key", str(uuid4()))

    def _choose_dates_for_them(self) -> None:
        if self.rules.registers_to_all or len(self.rows) < 2:
            del self.fields["all_or_nothing"]
        if self.rules.registers_to_all:
            self.fields["sessions"].required = False

    def _add_others(self) -> None:
        """Rows for the colleagues that one organisation sends with the same form."""
        for number in self.other_numbers:
            self.fields[f"given_name_{number}"] = forms.CharField(label="Prénom", max_length=80, required=False)
            self.fields[f"family_name_{number}"] = forms.CharField(label="Nom", max_length=80, required=False)
            if self.profiles:
                self.fields[f"profile_{number}"] = ProfileField(self.profiles, label="Profil", required=False)
            if self.rules.admits_minors:
                add_guardian(self, f"_{number}")

    @property
    def other_numbers(self) -> range:
        return range(2, self.rules.people_at_most + 1)

    @property
    def others(self) -> list[tuple[int, list[Any]]]:
        """The rows of the other people, each with its fields: « Personne 2 »…"""
        names = ("given_name", "family_name", "profile", "is_minor", "guardian_email")
        return [
            (number, [self[f"{name}_{number}"] for name in names if f"{name}_{number}" in self.fields])
            for number in self.other_numbers
        ]

    @property
    def has_others(self) -> bool:
        """Somebody else was written down: their rows must be open."""
        return any(field.value() for _number, fields in self.others for field in fields)

    def _ask_for_whom(self) -> None:
        """One field for everybody of the form: who has that need must be said in it."""
        for kind in self.need_kinds if self.other_numbers else ():
            self.fields[f"need_{kind}"].help_text += FOR_WHOM

    def _word(self, name: str, purpose: ConsentPurpose) -> None:
        """Put the published words beside the box; without words nothing may be collected, so no box."""
        text = self.wordings.get(purpose)
        if text is None:
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

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for number in self.other_numbers:
            names = ("given_name", "family_name", *(["profile"] if self.profiles else []))
            given = {name: answers.get(f"{name}_{number}") for name in names}
            check_guardian(self, f"_{number}")
            if any(given.values()) or answers.get(f"guardian_email_{number}"):
                for name in [name for name, value in given.items() if not value]:
                    self.add_error(f"{name}_{number}", "Complétez cette personne, ou effacez-la.")
        return answers

    @property
    def is_trapped(self) -> bool:
        """A program filled in what no person can see."""
        return bool(self.data.get("website"))

    @property
    def chosen(self) -> list[Session]:
        if self.rules.registers_to_all:
            return [session for session in self.dates if session.is_open()]
        return [self.rows[pk] for pk in dict.fromkeys(self.cleaned_data["sessions"])]

    @property
    def wants_all(self) -> bool:
        return bool(self.cleaned_data.get("all_or_nothing"))

    @property
    def people(self) -> list[Participant]:
        """Everybody the form registers, in the order they are written: that of their ranks."""
        answers = self.cleaned_data
        others = [number for number in self.other_numbers if answers.get(f"family_name_{number}")]
        return [self._person("", **self.meal), *(self._person(f"_{number}", **self.meal) for number in others)]

    def _person(self, suffix: str, **meal: Any) -> Participant:
        answers, is_first = self.cleaned_data, not suffix
        return Participant(
            given_name=answers[f"given_name{suffix}"],
            family_name=answers[f"family_name{suffix}"],
            email=answers["email"],
            organisation_name=answers["organisation_name"],
            message=answers["message"] if is_first else "",
            profile_id=answers.get(f"profile{suffix}"),
            shares_meal=meal["shares_meal"],
            brings=meal["brings"] if is_first else "",
            guardian_email=answers.get(f"guardian_email{suffix}", ""),
        )

    @property
    def enclosed(self) -> Enclosed:
        return Enclosed(answers=self.answers, needs=self.needs, wishes=self.wishes)

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
