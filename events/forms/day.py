"""The editors' forms around the day: the join link, a message, materials, questions of the evaluation."""

from typing import Any

from django import forms

from cms.models import Document

from ..enums import EvaluationKind, MessageAudience
from ..ical.reading import MAX_BYTES, CalendarUnreadable, Reading, read_calendar
from ..models import EventPage, Material, Session
from ..services.evaluations import QuestionDraft


class JoinLinkForm(forms.Form):
    url = forms.URLField(
        label="Nouveau lien de connexion",
        max_length=200,
        assume_scheme="https",
        help_text="Il remplace l’ancien pour toutes les dates à venir ; le lien déjà reçu ne change pas.",
    )


class MessageForm(forms.Form):
    audience = forms.ChoiceField(label="À qui ?", choices=MessageAudience.choices, initial=MessageAudience.CONFIRMED)
    session = forms.ModelChoiceField(
        label="Une date seulement", queryset=Session.objects.none(), required=False, empty_label="Toutes les dates"
    )
    subject = forms.CharField(label="Objet", max_length=160)
    body = forms.CharField(
        label="Message",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="« Bonjour », le prénom et le lien vers l’inscription s’ajoutent d’eux-mêmes.",
    )

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = event.sessions.select_related("event").order_by("starts_at", "pk")  # type: ignore[attr-defined]


class CalendarForm(forms.Form):
    file = forms.FileField(label="Fichier .ics", help_text="1 Mo au plus. Ses dates s’ajoutent aux autres.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.reading: Reading = read_calendar(file.read(MAX_BYTES + 1))
        except CalendarUnreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file


class MaterialForm(forms.Form):
    title = forms.CharField(label="Intitulé", max_length=160)
    document = forms.ModelChoiceField(
        label="Document", queryset=Document.objects.order_by("-created_at", "-pk"), required=False
    )
    url = forms.URLField(label="ou adresse web", required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if bool(answers.get("document")) == bool(answers.get("url")):
            self.add_error("url", "Choisissez un document, ou donnez une adresse : l’un ou l’autre.")
        return answers

    @property
    def material(self) -> Material:
        answers = self.cleaned_data
        return Material(title=answers["title"], document=answers["document"], url=answers["url"])


MaterialFormSet: Any = forms.formset_factory(MaterialForm, extra=2, can_delete=True, max_num=40, absolute_max=50)


class QuestionForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="Question", max_length=200)
    kind = forms.ChoiceField(label="Réponse", choices=EvaluationKind.choices)

    @property
    def draft(self) -> QuestionDraft:
        return QuestionDraft(**self.cleaned_values)

    @property
    def cleaned_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("label", "kind", "pk")}


QuestionFormSet: Any = forms.formset_factory(QuestionForm, extra=2, can_delete=True, max_num=30, absolute_max=40)


def kept(formset: Any) -> list[Any]:
    """The forms that are filled in and not ticked for deletion, in their order."""
    filled = [form for form in formset.forms if form.has_changed() or form.initial]
    return [form for form in filled if form not in formset.deleted_forms]
