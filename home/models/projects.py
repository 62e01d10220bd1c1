from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import ProjectStage


class ProjectPage(BasePage):
    """A project and who holds it: what the infolettre makes known (S3-11)."""

    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
        verbose_name="portée par",
    )
    stage = models.CharField("avancement", max_length=10, choices=ProjectStage.choices, default=ProjectStage.BUILDING)
    needs = models.TextField("ce que le projet cherche", blank=True, max_length=600)
    body = StreamField(BodyBlock(), blank=True, verbose_name="présentation")

    teaser_kind = "project"
    teaser_kind_label = "Projet"
    parent_page_types = ["home.ProjectIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                PageChooserPanel("organisation", "home.OrganisationPage"),
                FieldPanel("stage"),
                FieldPanel("needs"),
            ],
            heading="Le projet",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("needs"), index.SearchField("body")]

    class Meta:
        verbose_name = "projet"
        verbose_name_plural = "projets"
