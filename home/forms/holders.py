"""What holders write of their project, and of what happens to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cms.forms import TerritoryChoiceField
from cms.models import Territory, Topic
from cms.pictures import LARGEST_PICTURE, PictureRefused, redrawn

from ..enums import ProjectStage
from ..models import HeldPage, Holder, NewsPage, OrganisationPage, ProjectPage
from ..services.held_pictures import SentPicture
from ..services.sheets import NewsSheet, ProjectSheet, own_text

PICTURE_FIELDS = ("drops_picture", "picture", "picture_alt", "picture_credit", "picture_agreed")
PICTURE_QUESTIONS = {
    "picture_alt": "Dites ce que montre l’image : des personnes ne la verront pas.",
    "picture_credit": "Dites qui a fait cette image : son nom sera écrit dessous.",
    "picture_agreed": "Sans ces deux accords, l’image ne peut pas être publiée.",
}


class SheetForm(forms.Form):
    """A title, two sentences, a text, where and about what. `held` is the page written again, if any."""

    title = forms.CharField(label="Titre", max_length=120, error_messages={"required": "Donnez un titre."})
    summary = forms.CharField(
        label="En deux phrases",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="C’est ce que liront les listes et l’infolettre. 400 signes au plus.",
        error_messages={"required": "Dites en deux phrases de quoi il s’agit."},
    )
    text = forms.CharField(
        label="Le texte",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Une ligne vide sépare deux paragraphes. Ne nommez une personne qu’avec son accord.",
    )
    picture = forms.FileField(
        label="Une image",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
        help_text="JPEG, PNG, WebP, GIF ou AVIF, 10 Mo au plus. Le lieu et la date qu’elle garde en elle sont retirés.",
    )
    picture_alt = forms.CharField(
        label="Ce que montre l’image",
        max_length=250,
        required=False,
        help_text="Pour qui ne la voit pas : « Six personnes chargent un minibus devant la salle des fêtes ».",
    )
    picture_credit = forms.CharField(
        label="Qui a fait cette image ?",
        max_length=200,
        required=False,
        help_text="Le nom sera écrit sous l’image.",
    )
    picture_agreed = forms.BooleanField(
        label="J’ai le droit de publier cette image, et les personnes que l’on y reconnaît sont d’accord",
        required=False,
    )
    drops_picture = forms.BooleanField(label="Retirer l’image de la page", required=False)
    territory = TerritoryChoiceField(
        label="Où ?", queryset=Territory.objects.all(), required=False, empty_label="Je ne précise pas"
    )
    topics = forms.ModelMultipleChoiceField(
        label="De quoi s’agit-il ?",
        queryset=Topic.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, holder: Holder, held: HeldPage | None = None, **kwargs: Any) -> None:
        self.holder, self.held = holder, held
        page = held.page.get_latest_revision_as_object() if held else None
        initial = self.initial_of(page) if page else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if held and page and (text := own_text(held, page)) is None:
            # The team made pictures, quotes or headings of it: it is theirs to write again.
            del self.fields["text"]
        elif held and page:
            self.initial["text"] = text
        self.shown_picture = page.listing_image if page else None
        if self.shown_picture is None:
            del self.fields["drops_picture"]
        else:
            self.fields["picture"].label = "Une autre image"

    def clean_picture(self) -> bytes | None:
        sent = self.cleaned_data["picture"]
        if not sent:
            return None
        try:
            return redrawn(sent.read(LARGEST_PICTURE + 1))
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """Whoever sends a picture describes it, says whose it is and that it may be shown (law.md A-01, G-17)."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("picture"):
            for name, message in PICTURE_QUESTIONS.items():
                if not answers.get(name) and name not in self.errors:
                    self.add_error(name, message)
        if self.errors and self.files.get("picture") and "picture" not in self.errors:
            self.add_error("picture", "Choisissez de nouveau l’image : un formulaire à corriger ne la garde pas.")
        return answers

    def initial_of(self, page: Any) -> dict[str, Any]:
        topics = [topic.pk for topic in page.topics.all()]
        return {"title": page.title, "summary": page.summary, "territory": page.territory_id, "topics": topics}

    @property
    def common(self) -> dict[str, Any]:
        answers = self.cleaned_data
        return {
            "title": answers["title"],
            "summary": answers["summary"],
            "text": answers.get("text", ""),
            "territory": answers["territory"],
            "topics": list(answers["topics"]),
            "picture": self._sent_picture(),
            "drops_picture": answers.get("drops_picture", False),
        }

    def _sent_picture(self) -> SentPicture | None:
        said = self.cleaned_data
        return SentPicture(said["picture"], said["picture_alt"], said["picture_credit"]) if said["picture"] else None


class ProjectSheetForm(SheetForm):
    page_kind = ProjectPage

    stage = forms.ChoiceField(label="Où en êtes-vous ?", choices=ProjectStage.choices)
    needs = forms.CharField(
        label="Ce que vous cherchez",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des bras, un local, une idée, un financement…",
    )
    organisation = forms.ModelChoiceField(
        label="La structure qui porte le projet",
        queryset=OrganisationPage.objects.none(),
        required=False,
        empty_label="Aucune, ou pas dans cette liste",
    )
    field_order = ("title", "summary", "stage", "needs", "text", *PICTURE_FIELDS, "organisation", "territory", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = OrganisationPage.objects.live().public().order_by("title")
        self.fields["organisation"].queryset = public  # type: ignore[attr-defined]

    def initial_of(self, page: Any) -> dict[str, Any]:
        own = {"stage": page.stage, "needs": page.needs, "organisation": page.organisation_id}
        return {**super().initial_of(page), **own}

    @property
    def sheet(self) -> ProjectSheet:
        return ProjectSheet(
            **self.common, fields={name: self.cleaned_data[name] for name in ("stage", "needs", "organisation")}
        )


class NewsSheetForm(SheetForm):
    page_kind = NewsPage

    project = forms.ModelChoiceField(
        label="À propos de quel projet ?",
        queryset=ProjectPage.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
    )
    field_order = ("title", "summary", "text", *PICTURE_FIELDS, "project", "territory", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = ProjectPage.objects.filter(held__holder=self.holder).order_by("title")
        self.fields["project"].queryset = mine  # type: ignore[attr-defined]

    def initial_of(self, page: Any) -> dict[str, Any]:
        return {**super().initial_of(page), "project": page.project_id}

    @property
    def sheet(self) -> NewsSheet:
        return NewsSheet(**self.common, fields={"project": self.cleaned_data["project"]})
