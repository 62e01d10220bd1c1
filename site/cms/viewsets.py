"""Admin screens of the reference tables, and what every viewset of the house shares."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import TerritoryForm, TopicForm
from .models import Territory, Topic
from .services import TerritoryNotEmpty, remove_territory


class CarefulDeleteView(generic.DeleteView):
    """Says why something cannot be deleted, where Wagtail would answer 500 to a protected relation."""

    refusals: tuple[type[Exception], ...] = (ProtectedError,)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except self.refusals as refusal:
            messages.error(self.request, self.explain(refusal))
            return redirect(self.get_success_url())

    def explain(self, refusal: Exception) -> str:
        if isinstance(refusal, ProtectedError):
            return f"« {self.object} » est utilisé ailleurs et ne peut pas être supprimé."
        return str(refusal)


class TopicViewSet(ModelViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Thèmes"
    menu_order = 210
    add_to_settings_menu = True
    list_display = ["name", "slug", "description"]
    search_fields = ["name", "description"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = CarefulDeleteView

    def get_form_class(self, for_update: bool = False) -> type[TopicForm]:
        return TopicForm


class TerritoryIndexView(generic.IndexView):
    """The tree, in its own order and indented."""

    default_ordering = "path"


class TerritoryDeleteView(CarefulDeleteView):
    refusals = (ProtectedError, TerritoryNotEmpty)

    def delete_action(self) -> None:
        remove_territory(territory=self.object)


class TerritoryViewSet(ModelViewSet):
    model = Territory
    icon = "site"
    menu_label = "Territoires"
    menu_order = 211
    add_to_settings_menu = True
    list_per_page = 200
    list_display = ["indented_name", Column("kind", label="Échelle", accessor="get_kind_display"), "code"]
    search_fields = ["name", "code"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = TerritoryIndexView
    delete_view_class = TerritoryDeleteView

    def get_form_class(self, for_update: bool = False) -> type[TerritoryForm]:
        return TerritoryForm


class TerritoryChooserViewSet(ChooserViewSet):
    """Choosing a territory by searching for it: a list of communes is too long for a menu."""

    model = Territory
    icon = "site"
    choose_one_text = "Choisir un territoire"
    choose_another_text = "Choisir un autre territoire"
    edit_item_text = "Modifier ce territoire"
    per_page = 20
