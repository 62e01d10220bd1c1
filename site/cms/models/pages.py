"""What every page of the house is made of."""

from datetime import date

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from ..teasers import Teaser


class BasePage(Page):
    """Summary, pictures, topics and territory: enough for any page to announce itself (`teaser`)."""

    summary = models.TextField(
        "résumé",
        blank=True,
        max_length=400,
        help_text="Deux phrases, reprises dans les listes, l’infolettre et les moteurs de recherche.",
    )
    listing_image = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="image de présentation",
    )
    social_image = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="image pour les réseaux sociaux",
        help_text="À défaut, l’image de présentation.",
    )
    topics = ParentalManyToManyField("cms.Topic", blank=True, related_name="+", verbose_name="thèmes")
    territory = models.ForeignKey(
        "cms.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="territoire",
    )

    # What the reader is told this page is; `teaser_kind` is its stable key for CSS and icons.
    teaser_kind = "page"
    teaser_kind_label = "Page"

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [
                FieldPanel("listing_image"),
                FieldPanel("social_image"),
                FieldPanel("topics"),
                FieldPanel("territory"),
            ],
            heading="Classement et présentation",
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    @property
    def teaser_date(self) -> date | None:
        """The day this page speaks of; None when it has none."""
        return None

    @property
    def teaser_date_label(self) -> str:
        """Words to say instead of the bare date, for instance the two dates of a workshop."""
        return ""

    @property
    def teaser(self) -> Teaser:
        return Teaser(
            title=self.title,
            summary=self.summary or self.search_description,
            url=self.full_url or "",
            kind=self.teaser_kind,
            kind_label=self.teaser_kind_label,
            image=self.listing_image,
            date=self.teaser_date,
            date_label=self.teaser_date_label,
        )

    @property
    def first_published_on(self) -> date | None:
        published = self.first_published_at
        return timezone.localdate(published) if published else None
