"""What holders write of their project, and of what happens to it."""

from typing import Any

from django import forms

from cms.forms import TerritoryChoiceField
from cms.models import Territory, Topic

from ..enums import ProjectStage
from ..models import HeldPage, Holder, NewsPage, OrganisationPage, ProjectPage
from ..services.sheets import NewsSheet, ProjectSheet, own_text


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
    territory = TerritoryChoiceField(
        label="Où ?", queryset=Territory.objects.none(), required=False, empty_label="Je ne précise pas"
    )
    topics = forms.ModelMultipleChoiceField(
        label="De quoi s’agit-il ?",
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, holder: Holder, held: HeldPage | None = None, **kwargs: Any) -> None:
        self.holder, self.held = holder, held
        page = held.page.get_latest_revision_as_object() if held else None
        initial = self.initial_of(page) if page else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["territory"].queryset = Territory.objects.all()  # type: ignore[attr-defined]
        self.fields["topics"].queryset = Topic.objects.order_by("name")  # type: ignore[attr-defined]
        if held and page and (text := own_text(held, page)) is None:
            # The team made pictures, quotes or headings of it: it is theirs to write again.
            del self.fields["text"]
        elif held and page:
            self.initial["text"] = text

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
        }


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
    field_order = ("title", "summary", "stage", "needs", "text", "organisation", "territory", "topics")

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
    field_order = ("title", "summary", "text", "project", "territory", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = ProjectPage.objects.filter(held__holder=self.holder).order_by("title")
        self.fields["project"].queryset = mine  # type: ignore[attr-defined]

    def initial_of(self, page: Any) -> dict[str, Any]:
        return {**super().initial_of(page), "project": page.project_id}

    @property
    def sheet(self) -> NewsSheet:
        return NewsSheet(**self.common, fields={"project": self.cleaned_data["project"]})
