"""Admin screens of the reference tables of the newsletter."""

from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from cms.viewsets import CarefulDeleteView

from .models import Selection
from .selections import selected


class SelectionDeleteView(CarefulDeleteView):
    def explain(self, refusal: Exception) -> str:
        return (
            f"Une lettre est partie, ou doit partir, à la sélection « {self.object} » : "
            "elle ne peut pas être supprimée. Vous pouvez la renommer."
        )


class SelectionViewSet(ModelViewSet):
    """Parts of the subscribers, with how many people each holds today."""

    model = Selection
    icon = "group"
    menu_label = "Sélections"
    list_display = ["name", Column("people", label="Personnes", accessor=lambda row: selected(row).count())]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = SelectionDeleteView
    # Its place is in the menu « Infolettre ».
    menu_hook = None
    panels = Selection.panels


selections = SelectionViewSet("selections")
