"""Publishing an article or an issue outside the way to the press: possible, for a reason, by who may publish."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from ..enums import PressFault
from ..errors import JournalError
from ..forms.planning import ReasonForm
from ..models import ArticlePage, IssuePage
from ..selectors.press import article_faults_of, never_excused
from ..services import publish_directly
from .screens import PageScreen


class PublishView(PageScreen):
    """Where « Publier » leads before the issue is out: what is missing, and a reason to give."""

    model = Page
    template_name = "journal/admin/publish.html"
    page_title = "Publier hors circuit"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = self.page.specific

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        faults = article_faults_of(self.page)
        forbidden = [fault for fault in faults if never_excused(fault)]
        form = kwargs.get("form") or ReasonForm()
        return {**context, "target": self.page, "faults": faults, "forbidden": forbidden, "form": form,
                "kinds": PressFault}  # fmt: skip

    def post(self, request: Any, page_id: int) -> HttpResponse:
        if not self.rights.can_publish() or not isinstance(self.page, ArticlePage | IssuePage):
            raise PermissionDenied
        form = ReasonForm(request.POST)
        if any(never_excused(fault) for fault in article_faults_of(self.page)):
            return self.show(form=form, status=409)
        if not form.is_valid():
            return self.show(form=form, status=422)
        try:
            publish_directly(page=self.page, user=self.user, reason=form.cleaned_data["reason"])
        except JournalError as error:
            form.add_error("reason", str(error))
            return self.show(form=form, status=409)
        messages.success(request, f"« {self.page.title} » est en ligne.")
        return redirect("wagtailadmin_explore", self.page.get_parent().pk)
