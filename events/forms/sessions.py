"""The editor's form for the dates of an event. It gives drafts to `events.services`, which writes them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone

from cms.dates import NBSP, time_text
from cms.numbers import number_in

from ..enums import SessionState
from ..models import Module, SeriesPage, Session, TimetableTemplate, TrainingPage, VideoWorkshopPage
from ..programme import length_text
from ..quotas_text import QuotasUnreadable, read_quotas, write_quotas_text
from ..services import ModuleDraft, QuotaDraft, SessionDraft
from ..timetables import Moment, TimetableUnreadable, faults_of, read_timetable, shifted, write_timetable
from .days import NearDayField


class HourField(forms.TimeField):
    """An hour as French writes it: 9h, 9h30, 9 h 30, or 9:30."""

    default_error_messages = {"invalid": "Écrivez une heure, par exemple 9h30."}

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = re.sub(r"\s+", "", value.replace(NBSP, " ")).lower().replace("h", ":")
            value = f"{value}00" if value.endswith(":") else value
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return time_text(value).replace(NBSP, "") if isinstance(value, time) else value


class LengthField(forms.CharField):
    """A length as French writes it: 2h, 1 h 30."""

    def clean(self, value: Any) -> timedelta | None:
        hour = HourField(required=False).clean(value)
        return timedelta(hours=hour.hour, minutes=hour.minute) if hour else None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, timedelta):
            return value
        return length_text(value).replace(NBSP, "")


class DayInput(forms.DateInput):
    """A date picker that works without JavaScript."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class SessionForm(forms.Form):
    """One date: when, how many places, in which state, and its timetable."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = NearDayField(label="Jour", widget=DayInput, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    begins = HourField(label="Début", widget=forms.TextInput(attrs={"size": 6, "placeholder": "9h30"}))
    ends = HourField(label="Fin", widget=forms.TextInput(attrs={"size": 6, "placeholder": "12h"}))
    last_day = NearDayField(
        label="Finit un autre jour",
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Vide si tout se passe le même jour. Pour deux temps séparés, ajoutez plutôt une deuxième date.",
    )
    title = forms.CharField(
        label="Intitulé", max_length=200, required=False, help_text="Par exemple « Premier temps : se connaître »."
    )
    module = forms.ModelChoiceField(label="Module", queryset=Module.objects.none(), required=False, empty_label="Aucun")
    state = forms.ChoiceField(label="État", choices=SessionState.choices, initial=SessionState.ANNOUNCED)
    capacity = forms.IntegerField(label="Places", min_value=0, max_value=100_000, initial=20)
    registration_opens_at = forms.DateTimeField(label="Ouverture des inscriptions", required=False, widget=MomentInput)
    registration_closes_at = forms.DateTimeField(label="Clôture des inscriptions", required=False, widget=MomentInput)
    join_url = forms.URLField(
        label="Lien de connexion",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Secret : il ne paraît que sur la page des personnes confirmées, à partir de la veille.",
    )
    has_meal = forms.BooleanField(
        label="Repas partagé", required=False, help_text="Le formulaire demande alors qui apporte quoi."
    )
    offer_hours = forms.IntegerField(
        label="Heures pour accepter une place libérée",
        required=False,
        min_value=1,
        max_value=240,
        help_text="Vide : la première personne en attente a la place aussitôt. 48 : elle lui est proposée deux jours.",
    )
    quotas = forms.CharField(
        label="Places par profil",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "8 : du social"}),
        help_text="Facultatif, une ligne par limite : « 8 : du social », « 10 : du social + bénévoles ».",
    )
    template = forms.ModelChoiceField(
        label="Reprendre un déroulé type",
        queryset=TimetableTemplate.objects.all(),
        required=False,
        empty_label="Non",
        help_text="Remplit le déroulé s’il est vide, à partir de l’heure de début.",
    )
    timetable = forms.CharField(
        label="Déroulé",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "9h - 9h05 : Accueil café"}),
        help_text="Une ligne par moment. Une précision se met après une barre : « 9h05 - 9h30 : Pitch | 75 s chacun ».",
    )

    def __init__(self, *args: Any, event: Any, session: Session | None = None, **kwargs: Any) -> None:
        self.session = session
        if session is not None:
            kwargs["initial"] = {**kwargs.get("initial", {}), **initial_of(session)}
        super().__init__(*args, **kwargs)
        if isinstance(event, TrainingPage):
            self.fields["module"].queryset = event.modules.all()  # type: ignore[attr-defined]
        else:
            del self.fields["module"]

    def clean_quotas(self) -> list[QuotaDraft]:
        try:
            return read_quotas(self.cleaned_data["quotas"])
        except QuotasUnreadable as error:
            raise ValidationError(str(error)) from error

    def clean_timetable(self) -> list[Moment]:
        try:
            return read_timetable(self.cleaned_data["timetable"])
        except TimetableUnreadable as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("pk") and self.session is None:
            raise ValidationError("Cette date n’existe plus : quelqu’un l’a supprimée entre-temps.")
        if {"day", "begins", "ends"} <= answers.keys():
            start = self._moment("begins", answers["day"], answers["begins"])
            end = self._moment("ends", answers.get("last_day") or answers["day"], answers["ends"])
            if start and end and end <= start:
                self.add_error("ends", "La fin doit venir après le début.")
            answers["starts_at"], answers["ends_at"] = start, end
            self._fit_timetable(answers)
        opens, closes = answers.get("registration_opens_at"), answers.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", "Les inscriptions doivent fermer après leur ouverture.")
        return answers

    def _fit_timetable(self, answers: dict[str, Any]) -> None:
        """The template where nothing was typed; then every minute of the session, once (S0-18)."""
        if answers.get("template") and not answers.get("timetable"):
            answers["timetable"] = shifted(answers["template"].moments, answers["begins"])
        if answers.get("timetable") and not answers.get("last_day"):
            for fault in faults_of(answers["timetable"], answers["begins"], answers["ends"]):
                self.add_error("timetable", fault)

    def _moment(self, name: str, day: date, hour: time) -> datetime | None:
        """Here and now; an hour that the change of time skips or doubles is refused."""
        try:
            moment: datetime = from_current_timezone(datetime.combine(day, hour))
        except ValidationError as error:
            self.add_error(name, error)
            return None
        return moment

    @property
    def draft(self) -> SessionDraft:
        answers = self.cleaned_data
        return SessionDraft(
            pk=self.session.pk if self.session else None,
            starts_at=answers["starts_at"],
            ends_at=answers["ends_at"],
            title=answers["title"],
            state=answers["state"],
            capacity=answers["capacity"],
            registration_opens_at=answers["registration_opens_at"],
            registration_closes_at=answers["registration_closes_at"],
            join_url=answers["join_url"],
            has_meal=answers["has_meal"],
            offer_hours=answers["offer_hours"],
            quotas=answers["quotas"],
            module=answers.get("module"),
            moments=answers["timetable"],
        )


def initial_of(session: Session) -> dict[str, Any]:
    """A session as the form shows it."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "pk": session.pk,
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "last_day": end.date() if end.date() != start.date() else None,
        "title": session.title,
        "module": session.module_id,
        "state": session.state,
        "capacity": session.capacity,
        "registration_opens_at": session.registration_opens_at,
        "registration_closes_at": session.registration_closes_at,
        "join_url": session.join_url,
        "has_meal": session.has_meal,
        "offer_hours": session.offer_hours,
        "quotas": write_quotas_text(session.quotas.all()),
        "timetable": write_timetable(session.slots.all()),
    }


def usual_of(event: Any) -> dict[str, Any]:
    """What a new date of a series begins with: its hours, its places, its déroulé."""
    series = SeriesPage.objects.parent_of(event).first() if isinstance(event, VideoWorkshopPage) else None
    if series is None:
        return {}
    usual = {
        "begins": series.usual_start,
        "ends": series.usual_end,
        "capacity": series.usual_capacity,
        "template": series.timetable_id,
    }
    return {name: value for name, value in usual.items() if value is not None}


class BaseSessionFormSet(forms.BaseFormSet):
    """The dates of one event, in order, then empty ones. Forms are tied to their session by number, not by place."""

    def __init__(self, *args: Any, event: Any, sessions: list[Session], **kwargs: Any) -> None:
        self.event, self.sessions = event, sessions
        self.by_pk = {session.pk: session for session in sessions}
        self.usual = usual_of(event)
        kwargs["initial"] = [initial_of(session) for session in sessions]
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        session = self._session_of(index)
        usual = {} if session else {"initial": self.usual}
        return {**super().get_form_kwargs(index), "event": self.event, "session": session, **usual}

    def _session_of(self, index: int | None) -> Session | None:
        if index is None:
            return None
        if not self.is_bound:
            return self.sessions[index] if index < len(self.sessions) else None
        return self.by_pk.get(number_in(self.data.get(f"{self.add_prefix(index)}-pk", "")))

    @property
    def kept(self) -> list[SessionForm]:
        """The forms to write: filled in, and not ticked for deletion."""
        return [form for form in self.forms if form not in self.deleted_forms and self._is_filled(form)]

    @property
    def deleted(self) -> list[int]:
        return [form.session.pk for form in self.deleted_forms if form.session]

    def _is_filled(self, form: SessionForm) -> bool:
        return form.session is not None or form.has_changed()


SessionFormSet: Any = forms.formset_factory(
    SessionForm, formset=BaseSessionFormSet, extra=1, can_delete=True, max_num=200, absolute_max=250
)


class ModuleForm(forms.Form):
    """A part of a training."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label="Ordre", required=False, min_value=1, max_value=999)
    title = forms.CharField(label="Titre du module", max_length=200)
    planned_sessions = forms.IntegerField(label="Séances prévues", required=False, min_value=1, max_value=200)
    planned_length = LengthField(label="Durée de chacune", required=False)
    description = forms.CharField(
        label="Contenu", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BaseModuleFormSet(forms.BaseFormSet):
    @property
    def drafts(self) -> list[ModuleDraft]:
        kept = [form.cleaned_data for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        names = ("pk", "title", "position", "description", "planned_sessions", "planned_length")
        return [ModuleDraft(**{name: answers[name] for name in names}) for answers in kept]

    @property
    def deleted(self) -> list[int]:
        return [form.cleaned_data["pk"] for form in self.deleted_forms if form.cleaned_data.get("pk")]


ModuleFormSet: Any = forms.formset_factory(
    ModuleForm, formset=BaseModuleFormSet, extra=1, can_delete=True, max_num=50, absolute_max=60
)
