"""Pages that list their children. Lists, filters and pages of results are made in `home.listings`."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from cms.models import BasePage

from ..listings import children_listing


class IndexPage(BasePage):
    """A list of live, public children of one kind."""

    introduction = models.TextField("introduction", blank=True, max_length=600)
    listing_order = "title"
    # Whether readers may write such a page by a mailed link, and whether its dates are a calendar.
    is_proposed_by_readers = False
    is_a_calendar = False

    parent_page_types = ["home.HomePage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        # Not the attribute `template`: Wagtail gives each class its own.
        return "home/index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = children_listing(self, request.GET, order=self.listing_order)
        return context


class NewsIndexPage(IndexPage):
    is_proposed_by_readers = True
    listing_order = "-date"
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = "liste des actualités"
        verbose_name_plural = "listes des actualités"


class OrganisationIndexPage(IndexPage):
    subpage_types = ["home.OrganisationPage"]

    class Meta:
        verbose_name = "liste des structures"
        verbose_name_plural = "listes des structures"


class ProgrammeIndexPage(IndexPage):
    subpage_types = ["home.ProgrammePage"]

    class Meta:
        verbose_name = "liste des programmes"
        verbose_name_plural = "listes des programmes"


class ProjectIndexPage(IndexPage):
    is_proposed_by_readers = True
    subpage_types = ["home.ProjectPage"]

    class Meta:
        verbose_name = "liste des projets"
        verbose_name_plural = "listes des projets"


class CallIndexPage(IndexPage):
    is_a_calendar = True
    listing_order = "-deadline"
    subpage_types = ["home.CallPage"]

    class Meta:
        verbose_name = "liste des appels à projets"
        verbose_name_plural = "listes des appels à projets"
