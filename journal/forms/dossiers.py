"""Where a dossier goes."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from events.models import WorkshopPage
from people.models import User

from ..models import ArticlePage, IssuePage, JournalPage
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

    def __init__(self, *args: Any, journals: list[JournalPage], issues: QuerySet[IssuePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        chosen = self.cleaned_data["issue"]
        if chosen in self._journals:
            return prepare_dossier_in_next_issue(workshop=workshop, journal=self._journals[chosen], user=user)
        return prepare_dossier(workshop=workshop, issue=self._issues[chosen], user=user)


def _label(issue: IssuePage) -> str:
    season = f", {issue.season}" if issue.season else ""
    return f"{issue.title}{season} ({'paru' if issue.live else 'brouillon'})"
