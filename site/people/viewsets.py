"""Admin screens of « Personnes »."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.menus import PermittedMenuItem
from cms.viewsets import CarefulDeleteView

from .forms import PersonForm
from .models import Consent, ConsentText, Person
from .panels import ConsentsPanel


class PersonIndexView(generic.IndexView):
    default_ordering = ("family_name", "given_name", "pk")


class PersonViewSet(ModelViewSet):
    model = Person
    icon = "user"
    menu_label = "Personnes"
    list_display = ["__str__", "email", DateColumn("created_at", label="Depuis le", sort_key="created_at")]
    search_fields = ["given_name", "family_name", "email"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = PersonIndexView
    delete_view_class = CarefulDeleteView
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
            FieldPanel("email"),
            ConsentsPanel(heading="Ce qu’elle ou il a accepté"),
        ],
        base_form_class=PersonForm,
    )


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes by hand, not even administrators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")


class ConsentIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("person")


class ConsentViewSet(ModelViewSet):
    """The proofs, read only (law.md C-04)."""

    model = Consent
    icon = "clipboard-list"
    menu_label = "Consentements"
    list_display = [
        "__str__",
        Column("audience", label="Public", accessor="get_audience_display"),
        Column("method", label="Moyen", accessor="get_method_display"),
        DateColumn("given_at", label="Donné le", sort_key="given_at"),
        DateColumn("withdrawn_at", label="Retiré le", sort_key="withdrawn_at"),
    ]
    list_filter = ["purpose", "method"]
    search_fields = ["person__given_name", "person__family_name", "person__email"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ConsentIndexView
    # No form is ever shown: the permission policy refuses it. Wagtail asks for its fields all the same.
    form_fields = ["audience"]

    @cached_property
    def permission_policy(self) -> ReadOnlyPermissionPolicy:
        return ReadOnlyPermissionPolicy(self.model)


class ConsentTextViewSet(SnippetViewSet):
    """The words beside each box: drafts, preview, history."""

    model = ConsentText
    icon = "clipboard-list"
    menu_label = "Textes de consentement"
    # It has its place in the group below: without this Wagtail shows a second menu, « Fragments ».
    menu_item_is_registered = True
    list_display = ["__str__", "label"]
    search_fields = ["label", "notice"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = CarefulDeleteView


class PeopleGroup(ViewSetGroup):
    menu_label = "Personnes"
    menu_icon = "group"
    menu_order = 500
    items = (PersonViewSet, ConsentViewSet, ConsentTextViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        notebooks = PermittedMenuItem(
            "Échanges confidentiels",
            reverse("people_notebooks"),
            permissions=("people.change_exchange",),
            icon_name="lock",
            order=900,
        )
        return [*super().get_submenu_items(), notebooks]
