"""What the tests of writers and of the press share: an article with text, mails that wait, forms filled."""

import re
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from journal.models import ArticlePage, IssuePage
from outbox.models import Message
from tests.factories.journal import ArticlePageFactory

TEXT = {"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": "<p>Le car est parti.</p>"}
QUOTE = {
    "type": "quote",
    "id": "22222222-2222-4222-8222-222222222222",
    "value": {"text": "On attend.", "author": "Léa Martin", "role": ""},
}


def an_article(issue: IssuePage, **fields: Any) -> ArticlePage:
    """A draft with a text and a quotation, and a first revision."""
    usual = {"title": "Le dernier car", "summary": "Un soir.", "body": [TEXT, QUOTE], "live": False}
    slug = f"article-{ArticlePage.objects.child_of(issue).count()}"
    article: ArticlePage = ArticlePageFactory(parent=issue, **{**usual, "slug": slug, **fields})
    article.save_revision()
    return article


def draft(article: ArticlePage) -> ArticlePage:
    """Its latest draft, read anew."""
    latest: ArticlePage = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    return latest


def text_of(article: ArticlePage) -> str:
    return str(draft(article).body[0].value)


def mails() -> list[tuple[str, str]]:
    """Address and subject of the mails written so far, oldest first."""
    rows = Message.objects.select_related("content").order_by("pk")
    return [(row.address, row.content.subject.replace("\u00a0", " ").replace("\u202f", " ")) for row in rows]


def link_of_last_mail() -> str:
    """The path of the last link to us in the last mail."""
    text = Message.objects.select_related("content").order_by("-pk")[0].content.text
    return str(re.findall(r"https?://[^/\s]+(/journal-participer/\S+)", text)[-1])


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").replace("\u202f", " ").replace("\u00a0", " ").split())


def notice(client: Client, url: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """The status, and the first message of the page at `url`."""
    response = client.post(url, data) if data is not None else client.get(url)
    found = BeautifulSoup(response.content, "html.parser").select_one(".notice .notice-title")
    return response.status_code, words(found) if found else ""
