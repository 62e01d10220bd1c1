"""The addresses that mails of the journal carry: signed, absolute, one action each (law.md L-05).

The signature keeps people from guessing; the rows say whether a link still stands, so that it may be revoked.
"""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from wagtail.models import Page

from outbox.sender import current_sender
from people.links import LinkInvalid, make_token, read_token

ASSIGNMENT, DRAFT, PASSAGE, SIGNATURE = "assignment", "draft", "passage", "signature"
# Longer than the making of an issue; rows expire before.
MAX_AGE = timedelta(days=400)


def token_for(action: str, identifier: UUID) -> str:
    return make_token(f"journal:{action}", str(identifier))


def url_for(action: str, identifier: UUID) -> str:
    """The absolute address of what `identifier` may do."""
    return current_sender().base_url + reverse(f"journal:{action}", args=[token_for(action, identifier)])


def papers_url(issue: Page) -> str:
    """The screen of the papers of `issue`, for who signs in."""
    return current_sender().base_url + reverse("journal_papers", args=[issue.pk])


def editor_url(page: Page) -> str:
    """The editor of `page`, for who signs in."""
    return current_sender().base_url + reverse("wagtailadmin_pages:edit", args=[page.pk])


def people_url(page: Page) -> str:
    """The screen of those who write an article and are cited in it, for who signs in."""
    return current_sender().base_url + reverse("journal_article_people", args=[page.pk])


def read(action: str, token: str) -> UUID:
    """The row that this link was made for. Raises LinkInvalid or LinkExpired."""
    try:
        return UUID(read_token(f"journal:{action}", token, max_age=MAX_AGE))
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkInvalid from error
