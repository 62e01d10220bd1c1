"""Where everything that has a date is found."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.models import BasePage


class AgendaPage(BasePage):
    """The agenda: everything that has a date."""

    introduction = models.TextField("introduction", blank=True, max_length=600)

    teaser_kind_label = "Agenda"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.WorkshopPage", "events.SeriesPage", "events.TrainingPage", "events.MeetingPage"]
    max_count = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "agenda"
        verbose_name_plural = "agendas"
