"""Forms of the pages and rubrics. They ask the model they serve, and import none: models import them."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from cms.page_forms import BasePageForm
from cms.slugs import french_slug


class IssuePageForm(BasePageForm):
    """Refuses a number that another issue of the journal bears.

    Checked here and not on the model: a copy of an issue keeps its number until somebody edits it.
    """

    def clean_number(self) -> Any:
        number = self.cleaned_data.get("number")
        if number is not None and self._others().filter(number=number).exists():
            raise ValidationError(f"Le numéro {number} existe déjà : choisissez-en un autre.")
        return number

    def _others(self) -> Any:
        siblings = (
            self._meta.model.objects.child_of(self.parent_page) if self.parent_page else self._meta.model.objects.none()
        )
        return siblings.exclude(pk=self.instance.pk)


class RubricForm(WagtailAdminModelForm):
    """Makes the address from the name when it is left empty."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("slug") and cleaned.get("name") and "slug" not in self.errors:
            cleaned["slug"] = french_slug(cleaned["name"])[:40]
        return cleaned
