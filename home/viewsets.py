"""The menu « Acteurs »: people of organisations, versions of programmes, who writes by a mailed link."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from cms.viewsets import CarefulDeleteView
from people.viewsets import ReadOnlyPermissionPolicy

from .forms.admin import OrganisationPersonForm, ProgrammeVersionForm
from .models import HeldPage, OrganisationPerson, ProgrammeVersion

AGREEMENT_HELP = (
    "Sans accord, le nom n’est montré à personne. Notez ici un accord reçu sur papier ou de vive voix : la phrase "
    "publiée ce jour-là en sera la preuve."
)
VERSION_HELP = (
    "Une version garde les parties du programme telles que tout le monde les lit au moment où vous l’enregistrez. "
    "Publiez d’abord le programme, puis ajoutez la version : la page dira ce qui a changé, mot à mot."
)


class PlaceIndexView(generic.IndexView):
    add_item_label = "Ajouter quelqu’un"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("person", "organisation", "consent")


class OrganisationPersonViewSet(ModelViewSet):
    model = OrganisationPerson
    icon = "group"
    menu_label = "Personnes des structures"
    list_display = [
        "__str__",
        Column("organisation", label="Structure"),
        BooleanColumn("may_be_named", label="Sur le site"),
    ]
    list_filter = ["organisation"]
    search_fields = ["person__given_name", "person__family_name", "role", "organisation__title"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = PlaceIndexView
    delete_view_class = CarefulDeleteView
    edit_handler = ObjectList(
        [
            PageChooserPanel("organisation", "home.OrganisationPage"),
            FieldRowPanel([FieldPanel("role"), FieldPanel("order")]),
            MultiFieldPanel(
                [HelpPanel(f"<p>{AGREEMENT_HELP}</p>"), FieldPanel("person"), FieldPanel("agreement")],
                heading="Qui est-ce ?",
            ),
        ],
        base_form_class=OrganisationPersonForm,
    )


class VersionIndexView(generic.IndexView):
    add_item_label = "Ajouter une version"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("programme")


class ProgrammeVersionViewSet(ModelViewSet):
    model = ProgrammeVersion
    icon = "history"
    menu_label = "Versions des programmes"
    list_display = ["__str__", DateColumn("dated", label="Du", sort_key="dated"), "contributors"]
    list_filter = ["programme"]
    search_fields = ["name", "programme__title"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = VersionIndexView
    delete_view_class = CarefulDeleteView
    edit_handler = ObjectList(
        [
            HelpPanel(f"<p>{VERSION_HELP}</p>"),
            PageChooserPanel("programme", "home.ProgrammePage"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("dated")]),
            FieldPanel("changes"),
            FieldPanel("contributors"),
        ],
        base_form_class=ProgrammeVersionForm,
    )


class HeldIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("page", "holder")


class HeldPageViewSet(ModelViewSet):
    """What came by a mailed link, read only: the pages themselves are read and published where pages are."""

    model = HeldPage
    icon = "mail"
    menu_label = "Fiches proposées"
    list_display = [
        "__str__",
        Column("holder", label="De la part de"),
        DateColumn("sent_at", label="Envoyée", sort_key="sent_at"),
        Column("state", label="État", accessor=lambda held: held.state.label),
    ]
    search_fields = ["holder__email"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = HeldIndexView
    # No form is ever shown: the permission policy refuses it. Wagtail asks for its fields all the same.
    form_fields = ["answered_at"]

    @cached_property
    def permission_policy(self) -> ReadOnlyPermissionPolicy:
        return ReadOnlyPermissionPolicy(self.model)


class ActorsGroup(ViewSetGroup):
    menu_label = "Acteurs"
    menu_icon = "group"
    menu_name = "acteurs"
    menu_order = 130
    items = (HeldPageViewSet, OrganisationPersonViewSet, ProgrammeVersionViewSet)
