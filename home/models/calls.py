"""Calls for projects: one deadline, with its history (S0-06 to S0-08)."""

from datetime import date

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import CallState


class CallQuerySet(PageQuerySet):
    def open(self) -> "CallQuerySet":
        """Calls that may be answered today."""
        today = timezone.localdate()
        return self.filter(models.Q(opens_on=None) | models.Q(opens_on__lte=today), deadline__gte=today)


class CallPage(BasePage):
    """A call, identified by its name and campaign."""

    campaign = models.PositiveSmallIntegerField("campagne", help_text="L’année, par exemple 2027.")
    piloted_by = models.CharField("pilotage", max_length=200, blank=True)
    audience = models.TextField("qui peut répondre", blank=True, max_length=600)
    opens_on = models.DateField("ouverture", null=True, blank=True)
    deadline = models.DateField("date de clôture")
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    objects = PageManager.from_queryset(CallQuerySet)()

    teaser_kind = "call"
    teaser_kind_label = "Appel à projets"
    parent_page_types = ["home.CallIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("campaign"),
                FieldPanel("piloted_by"),
                FieldPanel("audience"),
                FieldPanel("opens_on"),
                FieldPanel("deadline"),
            ],
            heading="L’appel",
        ),
        InlinePanel("deadline_changes", heading="Reports de la date de clôture", label="report"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("audience"), index.SearchField("body")]

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"

    @property
    def state(self) -> CallState:
        """Derived from the dates, never stored."""
        today = timezone.localdate()
        if today > self.deadline:
            return CallState.CLOSED
        if self.opens_on and today < self.opens_on:
            return CallState.UPCOMING
        return CallState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == CallState.OPEN

    @property
    def days_left(self) -> int:
        """Whole days until the deadline, itself included as 0; negative once it is past."""
        return (self.deadline - timezone.localdate()).days

    @property
    def teaser_date(self) -> date | None:
        return self.deadline


class DeadlineChange(Orderable):
    """One postponement: the date that no longer holds, why, and who decided (S0-08)."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="deadline_changes")
    previous_deadline = models.DateField("date d’abord prévue")
    decided_by = models.CharField("décidé par", max_length=120, blank=True)
    reason = models.CharField("raison", max_length=250, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "report"
        verbose_name_plural = "reports"
