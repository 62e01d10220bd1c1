import datetime as dt

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage


class NewsPage(BasePage):
    """A piece of news « au fil de l'eau » (S3-11)."""

    date = models.DateField("date", default=timezone.localdate)
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="news",
        verbose_name="structure",
    )
    project = models.ForeignKey(
        "home.ProjectPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="news",
        verbose_name="projet",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    teaser_kind = "news"
    teaser_kind_label = "Actualité"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("date"),
                PageChooserPanel("organisation", "home.OrganisationPage"),
                PageChooserPanel("project", "home.ProjectPage"),
            ],
            heading="De qui, de quand ?",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"

    @property
    def teaser_date(self) -> dt.date | None:
        return self.date
