"""What pages of other apps show of the journal."""

from wagtail.models import Page, ReferenceIndex

from cms.announcing import announced
from cms.teasers import Teaser
from home.models import OrganisationPage

from .models import ArticlePage


def articles_about(organisation: OrganisationPage) -> list[Teaser]:
    """The public articles that name the page of `organisation`, in a field or in their body, the latest first."""
    kind = ReferenceIndex._get_base_content_type(Page)
    named = ReferenceIndex.objects.filter(
        base_content_type=kind, to_content_type=kind, to_object_id=str(organisation.pk)
    ).values_list("object_id", flat=True)
    articles = ArticlePage.objects.live().public().filter(pk__in={int(key) for key in named})
    return [article.teaser for article in announced(articles.order_by("-first_published_at", "-pk"))]
