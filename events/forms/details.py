"""What people say of themselves, when they register and when they change their mind."""

from typing import Any

from django import forms

from people.enums import ConsentPurpose
from people.services import published_consent_texts

from ..enums import NeedKind
from ..models import Profile, RegistrationRules, Session
from ..services import AnswerDraft
from .guardians import add_guardian, check_guardian
from .questions import QuestionFields

CHOICE_NEEDED = "Choisissez ce qui vous ressemble le plus."


class ProfileField(forms.TypedChoiceField):
    """One of the profiles, by its number; None for none."""

    def __init__(self, profiles: list[Profile], **kwargs: Any) -> None:
        choices = [("", "Choisir"), *((str(profile.pk), profile.name) for profile in profiles)]
        super().__init__(
            choices=choices,
            coerce=int,
            empty_value=None,
            error_messages={"required": CHOICE_NEEDED, "invalid_choice": CHOICE_NEEDED},
            **kwargs,
        )


class DetailsForm(forms.Form):
    """Everything but who and when. `sessions` are those of the page, `rules` how one registers there."""

    organisation_name = forms.CharField(
        label="Structure",
        max_length=160,
        required=False,
        help_text="Facultatif : association, collectivité, établissement…",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = forms.CharField(
        label="Un mot à l’équipe",
        max_length=1000,
        required=False,
        help_text="Facultatif. N’écrivez rien sur la santé de quiconque. Effacé une semaine après le rendez-vous.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, sessions: list[Session], rules: RegistrationRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates, self.rules = sessions, rules
        self.wordings = published_consent_texts()
        self.profiles = list(Profile.objects.all()) if self._asks_profile() else []
        if self.profiles:
            self.fields["profile"] = ProfileField(self.profiles, label="Vous êtes")
        if rules.admits_minors:
            add_guardian(self)
        if self.has_meal:
            self._add_meal()
        self._add_needs()
        form = rules.registration_form
        self.questions = QuestionFields(self, form.questions.all() if form else [])
        self.introduction = form.introduction if form else ""

    def _asks_profile(self) -> bool:
        return self.rules.asks_profile or any(session.quota_rows for session in self.dates)

    @property
    def has_meal(self) -> bool:
        return any(session.has_meal for session in self.dates)

    def _add_meal(self) -> None:
        self.fields["shares_meal"] = forms.BooleanField(label="Je reste pour le repas partagé", required=False)
        self.fields["brings"] = forms.CharField(
            label="J’apporte",
            max_length=120,
            required=False,
            help_text="Facultatif, par exemple « une tarte aux blettes ». Ce qui est apporté se lit sur la page "
            "du rendez-vous, sans aucun nom.",
        )

    def _add_needs(self) -> None:
        """Sensitive: apart, with a box of their own, and only if its words are published (law.md G-05)."""
        kinds = [NeedKind.DIET] if self.has_meal else []
        kinds += [NeedKind.ACCESS] if self.rules.asks_access else []
        self.need_kinds: list[NeedKind] = []
        text = self.wordings.get(ConsentPurpose.NEEDS)
        if not text or not kinds:
            return
        labels = {NeedKind.DIET: "Pour le repas", NeedKind.ACCESS: "Pour votre accueil"}
        for kind in kinds:
            self.need_kinds.append(kind)
            self.fields[f"need_{kind}"] = forms.CharField(
                label=labels[kind],
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Facultatif : ce qu’il nous faut prévoir, sans dire pourquoi.",
            )
        self.fields["need_consent"] = forms.BooleanField(label=text.label, help_text=text.notice, required=False)

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        self.questions.clean(answers)
        check_guardian(self)
        if self._needs_said() and not answers.get("need_consent"):
            self.add_error("need_consent", "Cochez cette case pour que l’équipe lise vos besoins, ou effacez-les.")
        return answers

    def _needs_said(self) -> bool:
        return any(self.cleaned_data.get(f"need_{kind}") for kind in self.need_kinds)

    @property
    def lost_files(self) -> str:
        """What to choose again when the form is shown again: no browser gives a file back. Empty when nothing is."""
        names = [str(getattr(sent, "name", "")) for sent in self.files.values()]
        return f"Un fichier joint ne se garde pas d’un envoi à l’autre : {', '.join(names)}." if names else ""

    @property
    def needs(self) -> dict[NeedKind, str]:
        return {kind: self.cleaned_data.get(f"need_{kind}", "") for kind in self.need_kinds}

    @property
    def answers(self) -> list[AnswerDraft]:
        return self.questions.drafts(self.cleaned_data)

    @property
    def meal(self) -> dict[str, Any]:
        brings = self.cleaned_data.get("brings", "")
        return {"shares_meal": bool(self.cleaned_data.get("shares_meal") or brings), "brings": brings}

    @property
    def need_fields(self) -> list[Any]:
        return [self[f"need_{kind}"] for kind in self.need_kinds]
