"""The first page, and pages of plain text."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage


class HomePage(BasePage):
    """The first page. It shows the chain; its templates ask each app for what it owns."""

    headline = models.CharField("accroche", max_length=160, blank=True)
    introduction = models.TextField("introduction", blank=True, max_length=600)
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "home"
    teaser_kind_label = "Accueil"

    parent_page_types = ["wagtailcore.Page"]
    # No `subpage_types`: the pages of the apps above say themselves that they stand under the home page.
    max_count = 1
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("introduction")], heading="Ouverture"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"


class StandardPage(BasePage):
    """A page of text: the method, the team, how to help."""

    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "page de texte"
        verbose_name_plural = "pages de texte"
