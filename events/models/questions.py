"""Questions that editors add to the registration form, and what people answered.

Questionnaires are no part of a page: answers cite their questions, and an older draft must not delete them.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField

from ..enums import AnswerKept, NeedKind, QuestionTopic

# Largest file anybody may send, in megabytes, whatever an editor asks.
LARGEST_FILE = 10
FILE = "file"
QUESTION_TYPES = (
    ("singleline", "une ligne"),
    ("multiline", "plusieurs lignes"),
    ("number", "nombre"),
    ("date", "date"),
    ("url", "adresse web"),
    ("checkbox", "case à cocher"),
    ("checkboxes", "plusieurs choix"),
    ("radio", "un seul choix, boutons"),
    ("dropdown", "un seul choix, liste"),
    (FILE, "fichier à joindre"),
)


def private_files() -> FileSystemStorage:
    """Where files sent with a form lie: outside `MEDIA_ROOT`, so that no address of the site leads to them."""
    return FileSystemStorage(location=settings.VAR_DIR / "private")


class QuestionForm(ClusterableModel):
    """A list of questions that events and series may share."""

    name = models.CharField("nom", max_length=120, unique=True, help_text="Pour l’équipe seulement.")
    introduction = models.TextField("introduction", blank=True, max_length=600)

    class Meta:
        verbose_name = "questionnaire d’inscription"
        verbose_name_plural = "questionnaires d’inscription"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Question(AbstractFormField):
    """One question, why it is asked and how long its answers are kept: without both it cannot be saved (G-04)."""

    form = ParentalKey(QuestionForm, on_delete=models.CASCADE, related_name="questions")
    field_type = models.CharField("type de réponse", max_length=16, choices=QUESTION_TYPES, default="singleline")
    topic = models.CharField("sujet", max_length=12, choices=QuestionTopic.choices, default=QuestionTopic.ORDINARY)
    purpose = models.CharField("pourquoi cette question", max_length=200, help_text="Montré à côté de la question.")
    kept_days = models.PositiveSmallIntegerField(
        "réponse gardée après la dernière date", choices=AnswerKept.choices, default=AnswerKept.YEAR
    )
    shown_if = models.CharField(
        "seulement si la question…",
        max_length=255,
        blank=True,
        help_text="Le libellé exact d’une question placée avant. Vide : posée à tout le monde.",
    )
    shown_if_answer = models.CharField(
        "a pour réponse", max_length=255, blank=True, help_text="« oui » pour une case cochée."
    )
    largest_file = models.PositiveSmallIntegerField(
        "taille du fichier (Mo)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_FILE)],
        help_text="Pour un fichier à joindre : PDF, texte, image ; dix mégaoctets au plus.",
    )

    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldRowPanel([FieldPanel("field_type", classname="formbuilder-type"), FieldPanel("required")]),
        FieldPanel("choices", classname="formbuilder-choices"),
        FieldPanel("default_value", classname="formbuilder-default"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("kept_days"), FieldPanel("topic")]),
        FieldRowPanel([FieldPanel("shown_if"), FieldPanel("shown_if_answer")]),
        FieldPanel("largest_file"),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = "question"
        verbose_name_plural = "questions"

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if bool(self.shown_if) != bool(self.shown_if_answer):
            raise ValidationError({"shown_if_answer": "Indiquez la question et la réponse, ou ni l’une ni l’autre."})
        if self.field_type in ("checkboxes", "radio", "dropdown") and not self.choices.strip():
            raise ValidationError({"choices": "Écrivez les réponses possibles, une par ligne."})


class Answer(models.Model):
    """What a form answered to one question. It hangs on the registration whose date comes last, and lives
    `kept_days` more; the words of the question are kept as they were read."""

    registration = models.ForeignKey(
        "events.Registration", on_delete=models.CASCADE, related_name="answers", verbose_name="inscription"
    )
    question = models.ForeignKey(
        Question, null=True, on_delete=models.SET_NULL, related_name="answers", verbose_name="question"
    )
    label = models.CharField("question posée", max_length=255)
    topic = models.CharField("sujet", max_length=12, choices=QuestionTopic.choices, default=QuestionTopic.ORDINARY)
    text = models.TextField("réponse", blank=True)
    file = models.FileField("fichier", storage=private_files, upload_to="inscriptions/%Y/%m", blank=True)
    kept_days = models.PositiveSmallIntegerField("gardée (jours)", choices=AnswerKept.choices)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["registration", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"],
                name="answer_once",
                violation_error_message="Cette question a déjà sa réponse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:60]}"


class Need(models.Model):
    """A diet or an access need: sensitive, apart from the answers, with its own consent, forgotten first (G-05)."""

    registration = models.ForeignKey(
        "events.Registration", on_delete=models.CASCADE, related_name="needs", verbose_name="inscription"
    )
    kind = models.CharField("sujet", max_length=8, choices=NeedKind.choices)
    text = models.TextField("ce qui a été dit", max_length=500)
    consent = models.ForeignKey("people.Consent", on_delete=models.PROTECT, related_name="+", verbose_name="accord")

    class Meta:
        verbose_name = "besoin particulier"
        verbose_name_plural = "besoins particuliers"
        ordering = ["registration", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                name="need_once",
                violation_error_message="Ce besoin est déjà noté.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
