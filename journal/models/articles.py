from datetime import date
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.enums import Licence
from cms.fields import StreamField
from cms.models import BasePage

from ..blocks import ArticleBlock
from ..enums import SignatureRole
from ..panels import SourcePanel, WritingPanel
from ..selectors.refusals import citations_on


class ArticlePageQuerySet(PageQuerySet):
    def published(self) -> "ArticlePageQuerySet":
        """Articles a visitor may read, in the order of the rubrics, then of the issue."""
        return self.live().public().select_related("rubric").order_by("rubric__position", "rubric__name", "path")

    def citing(self, workshop: Any) -> "ArticlePageQuerySet":
        """Articles prepared from `workshop`, alone or with others."""
        others = ArticleWorkshop.objects.filter(workshop=workshop).values("article")
        return self.filter(models.Q(source_workshop=workshop) | models.Q(pk__in=others))


class ArticlePage(BasePage):
    """An article of an issue. Its `summary` is the chapô; blocks made from a workshop remember where they came from."""

    rubric = models.ForeignKey(
        "journal.Rubric",
        null=True,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="rubrique",
    )
    kicker = models.CharField(
        "surtitre", max_length=120, blank=True, help_text="Au-dessus du titre : le lieu, le sujet, le genre."
    )
    licence = models.CharField(
        "licence",
        max_length=20,
        choices=Licence.choices,
        default=Licence.BY_SA,
        help_text="Ce que chacun et chacune peut faire de ce texte.",
    )
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

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    teaser_kind = "article"
    teaser_kind_label = "Article"
    parent_page_types = ["journal.IssuePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("rubric"),
                FieldPanel("kicker"),
                SourcePanel("source_workshop", read_only=True),
            ],
            heading="Dans le numéro",
        ),
        FieldPanel(
            "body", help_text="Une note de bas de page s’écrit dans le texte, entre crochets doubles : [[comme ceci]]."
        ),
        WritingPanel(heading="Aide à l’écriture"),
        InlinePanel(
            "signatures",
            heading="Signatures",
            label="signature",
            help_text="Qui a écrit, photographié, dessiné, relu. Autant de noms qu’il en faut.",
        ),
        FieldPanel("licence"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("kicker"), index.SearchField("searchable_body")]

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"

    @property
    def teaser_date(self) -> date | None:
        return self.first_published_on

    @property
    def lead_picture(self) -> Any:
        """The picture under the title, unless the text shows it itself."""
        # By their keys: to Wagtail a picture that is described otherwise in a text is another one.
        pictures = [block.value["image"] for block in self.body if block.block_type == "picture"]
        shown = {picture.pk for picture in pictures if picture}
        return None if self.listing_image_id in shown else self.listing_image

    @property
    def searchable_body(self) -> list[str]:
        """The words of the blocks that everybody cited in them agrees to: the index would keep the others."""
        withheld = citations_on(self).withheld
        shown = [child for child in self.body if child.id not in withheld]
        return [words for child in shown for words in child.block.get_searchable_content(child.value)]

    @property
    def opens_with_workshop(self) -> bool:
        """Its first block is already the chapô made from the stake of the workshop."""
        return bool(self.body) and self.body[0].block_type == "workshop_intro"


class ArticleWorkshop(models.Model):
    """Another workshop that an article was prepared from, besides its `source_workshop`."""

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="other_workshops", verbose_name="article"
    )
    workshop = models.ForeignKey(
        "events.WorkshopPage", on_delete=models.PROTECT, related_name="+", verbose_name="atelier"
    )

    class Meta:
        verbose_name = "autre atelier d’un article"
        verbose_name_plural = "autres ateliers d’un article"
        constraints = [models.UniqueConstraint(fields=["article", "workshop"], name="article_workshop_once")]

    def __str__(self) -> str:
        return str(self.workshop)


class Signature(Orderable):
    """Who made the article, and how."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="signatures")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle", max_length=15, choices=SignatureRole.choices, default=SignatureRole.WRITING)

    class Meta(Orderable.Meta):
        verbose_name = "signature"
        verbose_name_plural = "signatures"

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
