"""The editor's questions as fields: Wagtail's form builder, with files, conditions, and why each one is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from wagtail.contrib.forms.forms import FormBuilder

from cms.dates import read_slots, short_date_text
from people.services import fold

from ..models import Answer, Question
from ..models.questions import FILE
from ..services import AnswerDraft

PREFIX = "q_"
YES = "oui"
# How files of each kind begin: read by what the file is, not by what its name says.
KINDS = {
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "odt": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
}
MEGABYTE = 1024 * 1024
EMPTY_NEEDED = "Cette réponse est nécessaire."


class SentFileField(forms.FileField):
    """A file that is what its name says, and not too heavy."""

    def __init__(self, *, largest: int, **kwargs: Any) -> None:
        self.largest = largest
        validator = FileExtensionValidator(
            list(KINDS), message=f"Ce fichier n’est pas accepté. Envoyez-le en {', '.join(KINDS)}."
        )
        super().__init__(validators=[validator], **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if isinstance(sent, UploadedFile):
            if (sent.size or 0) > self.largest * MEGABYTE:
                raise forms.ValidationError(f"Ce fichier dépasse {self.largest} Mo : allégez-le, puis joignez-le.")
            beginning = KINDS[(sent.name or "").rpartition(".")[2].lower()]
            if sent.read(len(beginning)) != beginning:
                raise forms.ValidationError("Le contenu de ce fichier n’est pas ce que son nom annonce.")
            sent.seek(0)
        return sent


class QuestionBuilder(FormBuilder):
    """Django fields for some questions. Optional here: `QuestionFields` decides what is missing, conditions known."""

    def create_file_field(self, field: Question, options: dict[str, Any]) -> forms.Field:
        options.pop("initial", None)
        largest = f"{field.largest_file} Mo au plus : {', '.join(KINDS)}."
        options["help_text"] = f"{options['help_text']} {largest}".strip()
        return SentFileField(largest=field.largest_file, **options)

    def create_date_field(self, field: Question, options: dict[str, Any]) -> forms.Field:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def create_multiline_field(self, field: Question, options: dict[str, Any]) -> forms.Field:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **options)

    def create_dropdown_field(self, field: Question, options: dict[str, Any]) -> forms.Field:
        choices = [("", "Choisir"), *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(choices=choices, **options)

    def get_field_options(self, field: Question) -> dict[str, Any]:
        options: dict[str, Any] = super().get_field_options(field)
        return {**options, "required": False}


class QuestionFields:
    """The questions of a form, tied to it: their fields, which of them are asked, and the answers to store."""

    def __init__(self, form: forms.Form, questions: Iterable[Question]) -> None:
        self.form, self.questions = form, list(questions)
        built = QuestionBuilder(self.questions).formfields
        self.names = [f"{PREFIX}{name}" for name in built]
        for name, question, field in zip(self.names, self.questions, built.values(), strict=True):
            field.question = question
            form.fields[name] = field
        self.by_label = {fold(question.label): name for name, question in zip(self.names, self.questions, strict=True)}

    @property
    def bound(self) -> list[tuple[Any, Question, str]]:
        """Each field with its question and, for a conditional one, the name of the field it depends on."""
        return [
            (self.form[name], question, self.by_label.get(fold(question.shown_if), ""))
            for name, question in zip(self.names, self.questions, strict=True)
        ]

    def clean(self, answers: dict[str, Any]) -> None:
        """Require what is compulsory and asked; forget what answers a question that was not (S0-24)."""
        for name, question in zip(self.names, self.questions, strict=True):
            if not self.is_asked(question, answers):
                answers[name] = None
                self.form.errors.pop(name, None)
            elif question.required and name not in self.form.errors and self._lacks(name, question, answers):
                self.form.add_error(name, EMPTY_NEEDED)

    def _lacks(self, name: str, question: Question, answers: Mapping[str, Any]) -> bool:
        return _is_empty(answers.get(name)) and not self.has_file(question)

    @staticmethod
    def as_typed(answer: Answer) -> Any:
        """A stored answer as its field shows it again."""
        question = answer.question
        kind = question.field_type if question else ""
        if kind == "checkbox":
            return answer.text == YES
        if question and kind == "checkboxes":  # a choice may hold a comma of its own: « Oui, avec plaisir »
            offered = QuestionBuilder([question]).get_formatted_field_choices(question)
            return [value for value, _label in offered if f", {value}, " in f", {answer.text}, "]
        if kind == "date":
            return next((slot.day for slot in read_slots(answer.text)), None) if answer.text else None
        return answer.file.name if kind == FILE else answer.text

    def has_file(self, question: Question) -> bool:
        """A file sent before counts: nobody must send it again to change something else."""
        return question.field_type == FILE and bool(self.form.initial.get(f"{PREFIX}{question.clean_name}"))

    def is_asked(self, question: Question, answers: Mapping[str, Any]) -> bool:
        if not question.shown_if:
            return True
        before = self.by_label.get(fold(question.shown_if))
        given = answers.get(before) if before else None
        values = given if isinstance(given, list) else [written(given)]
        return fold(question.shown_if_answer) in {fold(str(value)) for value in values}

    def drafts(self, answers: Mapping[str, Any]) -> list[AnswerDraft]:
        """What to store: only what was answered, but for an answer emptied on purpose."""
        found = []
        for position, (name, question) in enumerate(zip(self.names, self.questions, strict=True)):
            value = answers.get(name)
            if _is_empty(value) and (question.field_type == FILE or not self.form.initial.get(name)):
                continue
            is_file = question.field_type == FILE
            found.append(
                AnswerDraft(
                    question_id=question.pk,
                    label=question.label,
                    text=str(value.name)[:200] if is_file and value else written(value),
                    topic=question.topic,
                    kept_days=question.kept_days,
                    position=position,
                    file=value if is_file else None,
                )
            )
        return found


def written(value: Any) -> str:
    """An answer in words: « oui », « a, b », « 4 février 2027 »."""
    if value is True:
        return YES
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if hasattr(value, "isoformat"):
        return short_date_text(value)
    return "" if value in (None, False) else str(value)


def _is_empty(value: Any) -> bool:
    return value in (None, "", False, [])
