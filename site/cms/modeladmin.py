"""The base class of the operational registers: messages, subscribers, registrations.

wagtail-modeladmin 2.5 answers 500 to two kinds of addresses that anybody can type; `Register` mends both.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin


class ReadOnlyPermissionHelper(PermissionHelper):
    """Whoever has any permission on the model may look; nobody creates, changes or deletes by hand."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class Register(ModelAdmin):
    """A list that editors filter, search, inspect and export; changed by services, not by forms, when
    `read_only`.
    """

    read_only = False
    inspect_view_enabled = True
    list_per_page = 50
    when_empty = "Il n’y a encore rien ici."

    def register_indexing(self) -> None:
        """Keep operational rows out of Wagtail's reference index: thousands of them, each save costing nine queries."""

    def get_permission_helper_class(self) -> type[PermissionHelper]:
        if self.permission_helper_class is None and self.read_only:
            return ReadOnlyPermissionHelper
        helper: type[PermissionHelper] = super().get_permission_helper_class()
        return helper

    def get_list_export(self, request: HttpRequest) -> Sequence[Any]:
        """Its columns, for who may take everybody's address away; none for who may only read the list (S2-05)."""
        may_export = request.user.has_perm(f"{self.opts.app_label}.export_{self.opts.model_name}")
        return self.list_export if may_export else ()

    def index_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list; with a filter that does not exist, the list without filter instead of a 500."""
        try:
            # PostgreSQL refuses NUL in any text, long after the filters were checked.
            if any("\x00" in value for values in request.GET.lists() for value in values[1]):
                raise IncorrectLookupParameters
            response: HttpResponseBase = super().index_view(request)
        except IncorrectLookupParameters:
            return redirect(self.url_helper.index_url)
        return response

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        response: HttpResponseBase = super().inspect_view(request, self.possible_pk(instance_pk))
        return response

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        response: HttpResponseBase = super().edit_view(request, self.possible_pk(instance_pk))
        return response

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        response: HttpResponseBase = super().delete_view(request, self.possible_pk(instance_pk))
        return response

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        response: HttpResponseBase = super().history_view(request, self.possible_pk(instance_pk))
        return response

    def possible_pk(self, quoted: str) -> str:
        """`quoted` when it can be a key of the model. Raises Http404 otherwise, where modeladmin answers
        500.
        """
        try:
            self.model._meta.pk.to_python(unquote(quoted))
        except ValidationError as error:
            raise Http404 from error
        return quoted
