"""What pages of other apps show of the journal."""

from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.announcing import announced
from cms.teasers import Teaser
from home.models import OrganisationPage

from .models import ArticlePage, IssuePage, JournalPage
from .selectors.issues import entries_of


def articles_about(organisation: OrganisationPage) -> list[Teaser]:
    """The public articles that name the page of `organisation`, in a field or in their body, the latest first."""
    kind = ReferenceIndex._get_base_content_type(Page)
    named = ReferenceIndex.objects.filter(
        base_content_type=kind, to_content_type=kind, to_object_id=str(organisation.pk)
    ).values_list("object_id", flat=True)
    articles = ArticlePage.objects.live().public().filter(pk__in={int(key) for key in named})
    return [article.teaser for article in announced(articles.order_by("-first_published_at", "-pk"))]


def public_addresses() -> list[str]:
    """Where paper is found, and each published issue on one page, with something in it."""
    issues = [issue for issue in IssuePage.objects.published().order_by("number") if entries_of(issue)]
    journals = JournalPage.objects.live().public()
    return [
        *([reverse("journal:places")] if journals.exists() else []),
        *(reverse("journal:whole_issue", args=[issue.number]) for issue in issues),
    ]
