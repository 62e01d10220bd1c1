"""Editors' forms of what stands beside the pages: people of organisations, versions of programmes."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from people.agreements import AgreementForm
from people.enums import ConsentMethod

from ..models import ProgrammeVersion
from ..services.members import agree_to_be_shown, withdraw_place
from ..services.versions import freeze_version


class OrganisationPersonForm(AgreementForm):
    def agree(self, row: Any, method: ConsentMethod) -> None:
        agree_to_be_shown(place=row, method=method, by=self.for_user)

    def withdraw(self, row: Any) -> None:
        withdraw_place(place=row)


class ProgrammeVersionForm(WagtailAdminModelForm):
    """A version: its parts are those that readers see when it is first saved, and move no more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["programme"].disabled = self.fields["name"].disabled = True

    def save(self, commit: bool = True) -> ProgrammeVersion:
        names = ("programme", "name", "dated", "changes", "contributors")
        return freeze_version(**{name: self.cleaned_data[name] for name in names})
