"""Forms of the small reference tables that every app shares."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from wagtail.admin.forms.models import WagtailAdminModelForm

from .models import Territory, Topic
from .outlines import OutlineUnreadable, read_outline
from .services import place_territory
from .slugs import french_slug


class SluggedForm(WagtailAdminModelForm):
    """A form whose address, left empty, is made from the name (or from the field called `slug_source`)."""

    slug_source = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        source = str(self.fields[self.slug_source].label).lower()
        self.fields["slug"].help_text = f"Laissée vide, elle est faite à partir du {source}."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        source = cleaned.get(self.slug_source)
        if not cleaned.get("slug") and source and "slug" not in self.errors:
            others = self._meta.model.objects.exclude(pk=self.instance.pk)
            cleaned["slug"] = _free_slug(source, among=others)
        return cleaned


def _free_slug(name: str, *, among: QuerySet[Any]) -> str:
    """The slug of `name`, followed by 2, 3… while one of `among` has it."""
    base = french_slug(name) or "sans-nom"
    taken = set(among.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


class TopicForm(SluggedForm):
    class Meta:
        model = Topic
        fields = ["name", "slug", "description"]


class TerritoryChoiceField(forms.ModelChoiceField):
    """One territory, each behind the dashes of its depth."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name)


class TerritoriesChoiceField(TerritoryChoiceField, forms.ModelMultipleChoiceField):
    """Several territories."""


class TerritoryForm(SluggedForm):
    """A territory and its place in the tree."""

    parent = TerritoryChoiceField(
        label="Sous quel territoire ?",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="Aucun : au premier niveau",
    )
    covers = TerritoriesChoiceField(
        label="Couvre aussi",
        queryset=Territory.objects.none(),
        required=False,
        help_text="Territoires placés ailleurs dans l’arbre, par exemple les communes d’une délégation.",
    )

    outline_text = forms.CharField(
        label="Contour (GeoJSON)",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="Pour la carte de l’annuaire : le polygone du territoire, par exemple depuis geo.api.gouv.fr.",
    )

    class Meta:
        model = Territory
        fields = ["name", "kind", "parent", "slug", "code", "covers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Territory.get_tree(self.instance).values("pk") if self.instance.pk else Territory.objects.none()
        self.fields["parent"].queryset = Territory.objects.exclude(pk__in=inside)
        self.fields["covers"].queryset = Territory.objects.exclude(pk=self.instance.pk)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()
        if self.instance.outline:
            self.initial["outline_text"] = json.dumps(self.instance.outline)

    def clean_outline_text(self) -> str:
        try:
            self.instance.outline = read_outline(self.cleaned_data["outline_text"])
        except OutlineUnreadable as error:
            raise ValidationError(str(error)) from error
        return str(self.cleaned_data["outline_text"])

    def save(self, commit: bool = True) -> Territory:
        territory = super().save(commit=False)
        territory = place_territory(territory=territory, parent=self.cleaned_data["parent"])
        self._save_m2m()
        return territory
