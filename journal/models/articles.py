from datetime import date

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.enums import Licence
from cms.fields import StreamField
from cms.models import BasePage

from ..blocks import ArticleBlock
from ..enums import SignatureRole


class ArticlePage(BasePage):
    """An article of an issue. Its `summary` is the chapô; blocks made from a workshop remember where they came from."""

    rubric = models.ForeignKey(
        "journal.Rubric",
        null=True,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="rubrique",
    )
    kicker = models.CharField("surtitre", max_length=120, blank=True)
    licence = models.CharField("licence", max_length=20, choices=Licence.choices, default=Licence.BY_SA)
    source_workshop = models.ForeignKey(
        "events.WorkshopPage",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="préparé depuis l’atelier",
    )
    body = StreamField(ArticleBlock(), blank=True, verbose_name="article")

    teaser_kind = "article"
    teaser_kind_label = "Article"
    parent_page_types = ["journal.IssuePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("rubric"), FieldPanel("kicker"), FieldPanel("licence")], heading="Dans le numéro"),
        InlinePanel("signatures", heading="Signatures", label="signature"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"

    @property
    def teaser_date(self) -> date | None:
        return self.first_published_on


class Signature(Orderable):
    """Who made the article, and how."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="signatures")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle", max_length=15, choices=SignatureRole.choices, default=SignatureRole.WRITING)

    class Meta(Orderable.Meta):
        verbose_name = "signature"
        verbose_name_plural = "signatures"
