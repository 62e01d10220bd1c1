"""An article as schema.org tells it, with what it is based on."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from cms.enums import Licence

from .models import ArticlePage
from .selectors.sources import Sources

LICENCE_ADDRESSES = {
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/deed.fr",
    Licence.BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
}
# A data block is read by machines only; these would end it.
UNSAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def licence_address(licence: str) -> str:
    """The page that says what `licence` allows; empty when all rights are reserved."""
    return LICENCE_ADDRESSES.get(Licence(licence), "")


def article_data(article: ArticlePage, sources: Sources, request: HttpRequest | None = None) -> dict[str, Any]:
    """`article` as a schema.org Article. Only public workshops are named in `isBasedOn`."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": article.summary,
        "url": article.get_full_url(request),
        "inLanguage": "fr",
        "articleSection": article.rubric.name if article.rubric else "",
        "license": licence_address(article.licence),
        "datePublished": article.first_published_at.isoformat() if article.first_published_at else "",
        "dateModified": article.last_published_at.isoformat() if article.last_published_at else "",
        "author": [{"@type": "Person", "name": signature.name} for signature in article.signatures.all()],
        "isBasedOn": [
            {"@type": "Event", "name": workshop.page.title, "url": workshop.page.get_full_url(request)}
            for workshop in sources.workshops
            if workshop.is_public
        ],
    }
    return {key: value for key, value in data.items() if value}


def as_script(data: dict[str, Any]) -> SafeString:
    """`data` in a block that browsers never run, so that the content security policy has nothing to say about it."""
    text = json.dumps(data, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
