"""What the screens of one letter share: the page, and who may look at it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..models import Dispatch, LetterPage


class LetterView(WagtailAdminTemplateMixin, View):
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.letter = get_object_or_404(LetterPage, pk=kwargs["page_id"])
        self.rights = self.letter.permissions_for_user(request.user)
        self.dispatch_row = Dispatch.objects.select_related("mailing", "decided_by").filter(letter=self.letter).first()

    def require(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def back(self, name: str = "send") -> HttpResponse:
        return redirect(f"newsletter_admin:{name}", self.letter.pk)

    def refuse(self, refusal: Exception | str, name: str = "send") -> HttpResponse:
        """Back to the screen, with the reason."""
        messages.error(self.request, str(refusal))
        return self.back(name)

    def get_page_subtitle(self) -> str:
        return str(self.letter.title)

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**extra), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[self.letter.get_parent().pk]), "label": "Infolettre"},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.letter.pk]), "label": self.letter.title},
            {"url": "", "label": self.get_page_title()},
        ]
