"""The form every page is edited with."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

SLUG_HELP = "La fin de l’adresse de la page. Laissée vide, elle est faite à partir du titre."


class BasePageForm(WagtailAdminPageForm):
    """A page whose address, left empty, is made from its title when it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = SLUG_HELP
