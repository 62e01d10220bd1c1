"""The screens of what workshops start from: the charter in its versions, and preparations to begin with."""

from typing import Any

from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from .forms.cadres import CadreForm
from .models import Cadre, PreparationTemplate
from .registration_viewsets import GroundViewSet


class CadreViewSet(GroundViewSet):
    model = Cadre
    icon = "doc-full"
    menu_label = "Cadres"
    list_display = ["__str__", DateColumn("adopted_on", label="Adopté le")]
    search_fields = ["introduction", "text"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("year"),
            FieldPanel("introduction"),
            FieldPanel("text"),
            FieldPanel("changes"),
            FieldPanel("adoption"),
        ],
        base_form_class=CadreForm,
    )


class PreparationTemplateViewSet(GroundViewSet):
    model = PreparationTemplate
    icon = "list-ol"
    menu_label = "Préparations types"
    list_display = ["name", Column("steps", label="Étapes", accessor=lambda row: row.steps.count())]
    search_fields = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("name"), InlinePanel("steps", heading="Étapes", label="étape")])

    def get_queryset(self, request: Any) -> Any:
        return PreparationTemplate.objects.prefetch_related("steps")


AROUND = (CadreViewSet(), PreparationTemplateViewSet())
