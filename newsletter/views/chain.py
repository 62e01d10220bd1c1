"""The chain of one subject, for everybody; the coverage board, for editors. GET only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.models import Territory, Topic
from cms.numbers import number_in
from cms.visibility import if_public
from events.models import EventPage
from home.enums import ActorKind
from home.models import CallPage, NewsPage, OrganisationPage, ProgrammePage, ProjectPage
from journal.models import ArticlePage

from ..chain import steps_of
from ..coverage import board

# What has a way of its own; a legal notice has none.
SUBJECTS = (ProjectPage, OrganisationPage, ProgrammePage, NewsPage, CallPage, EventPage, ArticlePage)


@require_safe
def chain(request: HttpRequest, page_id: int) -> HttpResponse:
    """Every letter, workshop and article that a public page went through; 404 for any other page."""
    found = Page.objects.filter(pk=page_id).first()
    page = if_public(found.specific) if found else None
    if not isinstance(page, SUBJECTS):
        raise Http404
    return render(request, "newsletter/chain.html", {"subject": page, "steps": steps_of(page)})


@require_safe
def chains(request: HttpRequest) -> HttpResponse:
    """Every public project, and which of the three stops it has reached."""
    projects = [subject for subject in board().subjects if isinstance(subject.page, ProjectPage)]
    return render(request, "newsletter/chains.html", {"subjects": projects})


class CoverageView(WagtailAdminTemplateMixin, TemplateView):
    """« Couverture »: who was announced but never met, met but never featured, by territory, topic and kind."""

    template_name = "newsletter/admin/coverage.html"
    page_title = "Couverture"
    header_icon = "site"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = {name: self.request.GET.get(name, "") for name in ("territoire", "theme", "nature")}
        kind = chosen["nature"] if chosen["nature"] in ActorKind.values else ""
        shown = board(territory=number_in(chosen["territoire"]), topic=number_in(chosen["theme"]), kind=kind)
        making = reverse("journal_making", args=[shown.issue.pk]) if shown.issue else ""
        return {
            **context,
            "board": shown,
            "making_url": making,
            "territories": Territory.objects.all(),
            "topics": Topic.objects.order_by("name"),
            "kinds": ActorKind.choices,
            "chosen": chosen,
        }
