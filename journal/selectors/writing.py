"""An article as the linter reads it: its latest draft, its slot, the convention of the site."""

from wagtail.models import Site

from cms.models import SiteIdentity

from ..linting import Text
from ..models import ArticlePage, Slot
from ..versions import draft_of, passages_of, signs_of

# Words that are somebody’s, or a title: the writer does not answer for their sentences.
RUNNING = {"text", "side_note", "portrait", "seed_box"}


def text_of(article: ArticlePage) -> Text:
    """Constant queries. Quotations are left out: nobody corrects what somebody said."""
    content = draft_of(article)
    passages = passages_of(content)
    slot = Slot.objects.filter(article=article.pk).first()
    running = [line for passage in passages if passage.kind in RUNNING for line in passage.paragraphs]
    site = article.get_site() or Site.objects.get(is_default_site=True)
    return Text(
        title=content["title"],
        summary=content["summary"],
        paragraphs=tuple(running),
        headings=sum(passage.kind == "heading" for passage in passages),
        signs=signs_of(content),
        quota=slot.quota if slot else None,
        convention=SiteIdentity.for_site(site).inclusive_writing,
    )
