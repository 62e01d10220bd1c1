"""Where a dossier goes."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from events.models import WorkshopPage
from people.models import User

from ..models import ArticlePage, IssuePage, JournalPage
from ..selectors.choices import workshops_with_outputs
from ..services import next_number, prepare_dossier, prepare_dossier_in_next_issue

NEXT = "next-{}"


class DossierForm(forms.Form):
    """Choose an issue among those the person may write in, or open the next one."""

    issue = forms.ChoiceField(
        label="Dans quel numéro ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un numéro.",
            "invalid_choice": "Ce numéro n’existe plus, ou ne vous est pas ouvert : choisissez-en un autre.",
        },
    )

    others: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label="Avec d’autres ateliers ?",
        queryset=WorkshopPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Un de ces ateliers n’a rien laissé, ou n’existe plus."},
    )

    def __init__(
        self,
        *args: Any,
        journals: list[JournalPage],
        issues: QuerySet[IssuePage],
        workshop: WorkshopPage,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = workshops_with_outputs().exclude(pk=workshop.pk)  # type: ignore[attr-defined]
        self._journals = {NEXT.format(journal.pk): journal for journal in journals}
        self._issues = {str(issue.pk): issue for issue in issues}
        field = self.fields["issue"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((key, f"Ouvrir le numéro {next_number(journal)} (brouillon)") for key, journal in self._journals.items()),
            *((key, _label(issue)) for key, issue in self._issues.items()),
        ]
        drafts = [key for key, issue in self._issues.items() if not issue.live]
        field.initial = next(iter([*drafts, *self._journals, *self._issues]), None)

    def prepare(self, *, workshop: WorkshopPage, user: User) -> list[ArticlePage]:
        """Prepare the dossier where the form says. Raises services.DossierRefused."""
        chosen, others = self.cleaned_data["issue"], list(self.cleaned_data["others"])
        if chosen in self._journals:
            journal = self._journals[chosen]
            return prepare_dossier_in_next_issue(workshop=workshop, journal=journal, user=user, others=others)
        return prepare_dossier(workshop=workshop, issue=self._issues[chosen], user=user, others=others)


def _label(issue: IssuePage) -> str:
    season = f", {issue.season}" if issue.season else ""
    return f"{issue.title}{season} ({'paru' if issue.live else 'brouillon'})"
