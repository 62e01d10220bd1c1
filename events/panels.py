"""What the editor of an event shows beside the fields of the page: things that live outside its drafts.

Their templates read the rows through `events_admin_tags`: the models of pages import this module.
"""

from typing import Any

from django.conf import settings
from wagtail.admin.panels import Panel


class OutsideDraftsPanel(Panel):
    """A panel that shows rows of other tables, with a link to the screen that changes them."""

    class BoundPanel(Panel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "user": self.request.user, "page": self.instance}


class SessionsPanel(OutsideDraftsPanel):
    """« Dates et places »: the sessions as they stand, whatever the draft says."""

    class BoundPanel(OutsideDraftsPanel.BoundPanel):
        template_name = "events/admin/sessions_panel.html"


class OutputsPanel(OutsideDraftsPanel):
    """« Ce que l’atelier a produit »: counts, and links to add to them."""

    class BoundPanel(OutsideDraftsPanel.BoundPanel):
        template_name = "events/admin/outputs_panel.html"


class OpenAgendaPanel(OutsideDraftsPanel):
    """What OpenAgenda is told of this page, and what its agenda asks besides (O9)."""

    class BoundPanel(OutsideDraftsPanel.BoundPanel):
        template_name = "events/admin/openagenda_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and settings.OPENAGENDA)


class GroupPanel(OutsideDraftsPanel):
    """Where an action group is: the association reads it, and changes nothing."""

    class BoundPanel(OutsideDraftsPanel.BoundPanel):
        template_name = "events/admin/group_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)
