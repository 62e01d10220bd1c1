"""What the screens of the admin share: the page they are about, who may see them, and how a refusal is told."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.numbers import number_in
from people.models import User
from people.services import ConsentTextMissing

from ..errors import JournalError


class PageScreen(WagtailAdminTemplateMixin, View):
    """A screen beside the editor of one page. Whoever may edit the page may open it."""

    model: type[Page]
    header_icon = "doc-full"
    done: dict[str, str] = {}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(self.model, pk=kwargs["page_id"])
        self.rights = self.page.permissions_for_user(request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.rights.can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Run the order of the button that was pressed: a method named `do_<order>`."""
        order = request.POST.get("order", "")
        action: Callable[[], HttpResponse | None] | None = getattr(self, f"do_{order}", None)
        if action is None:
            messages.warning(request, "Il n’y a rien à faire ici.")
            return self.back()
        try:
            answer = action()
        except (JournalError, ConsentTextMissing) as refusal:
            messages.warning(request, str(refusal))
            return self.back()
        if answer is not None:
            return answer
        if order in self.done:
            messages.success(request, self.done[order])
        return self.back()

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**extra), status=status)

    def back(self) -> HttpResponse:
        return redirect(self.request.path)

    def row(self, rows: Any) -> Any:
        """The row of `rows` that the form names; 404 for any other."""
        return get_object_or_404(rows, pk=number_in(self.request.POST.get("row", "")))

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[self.page.get_parent().pk]), "label": "Journal"},
            {"url": edit, "label": self.page.title},
            {"url": "", "label": self.get_page_title()},
        ]
