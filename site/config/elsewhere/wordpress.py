"""The export of a WordPress site (WXR, « Outils ▸ Exporter »): its articles and pages, in the order of the file."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .items import Item
from .xml import elements, local, said

KINDS = {"post": "actualite", "page": "texte"}
# Kept in a site, never meant to be read: revisions, menus, styles. An attachment is a file elsewhere.
SILENT = {"revision", "nav_menu_item", "wp_global_styles", "wp_template", "wp_template_part", "wp_navigation"}
SILENT |= {"custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block", "attachment"}
PUBLISHED = "publish"
# Each stops where another of its kind begins: thousands that never end would be read again from each of them.
_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:(?:(?!<!--).)*?-->", re.DOTALL)
_CAPTION = re.compile(r"\[caption[^\[\]]*\]((?:(?!\[caption).)*?)\[/caption\]", re.DOTALL)
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]{2,30})(?:\s[^\[\]]*)?/?\](?!\()")
_BLOCKS = r"p|div|h[1-6]|ul|ol|table|blockquote|figure|pre|section|hr|iframe"
_BLOCK_START = re.compile(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)


def read_wordpress(path: Path) -> Iterator[Item]:
    """Raises TextRefused."""
    for element in elements(path, frozenset({"item"})):
        kind, status = said(element, "post_type"), said(element, "status")
        if kind in SILENT or status in ("trash", "auto-draft"):
            continue
        yield _item(element, kind, status)


def _item(element: Any, kind: str, status: str) -> Item:
    # `content:encoded` and `excerpt:encoded` have the same name in two namespaces.
    words = {child.tag: child.text or "" for child in element if local(child) == "encoded"}
    content = next((text for tag, text in words.items() if "content" in tag), "")
    excerpt = next((text for tag, text in words.items() if "excerpt" in tag), "")
    html, remarks = _clean(content)
    if kind not in KINDS:
        remarks.append(f"type « {kind} » inconnu ici\u00a0: repris comme page de texte")
    if comments := sum(local(child) == "comment" for child in element):
        remarks.append(f"commentaires non repris\u00a0: {comments}")
    is_locked = bool(said(element, "post_password"))
    if is_locked:
        remarks.append("article à mot de passe\u00a0: repris en brouillon")
    return Item(
        key=f"wordpress:{said(element, 'post_id') or said(element, 'guid', 'link')}",
        title=said(element, "title") or "Sans titre",
        html=html,
        kind=KINDS.get(kind, "texte"),
        summary=_plain(excerpt),
        day=_day(said(element, "post_date", "post_date_gmt")),
        address=said(element, "link"),
        topics=[(child.text or "").strip() for child in element if local(child) == "category" and child.text],
        is_draft=status != PUBLISHED or is_locked,
        remarks=remarks,
    )


def _clean(content: str) -> tuple[str, list[str]]:
    """HTML without what only WordPress understands, and what was left out."""
    text = _CAPTION.sub(r"<p>\1</p>", _BLOCK_COMMENT.sub("", content))
    codes = sorted({found[1] for found in _SHORTCODE.finditer(text)})
    text = _SHORTCODE.sub("", text)
    return _paragraphs(text), [f"codes de WordPress non repris\u00a0: {', '.join(codes)}"] if codes else []


def _paragraphs(text: str) -> str:
    """The classic editor writes no <p>: a blank line parts two paragraphs, and a line end is one."""
    if re.search(r"<p\b", text, re.IGNORECASE):
        return text
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(part if _BLOCK_START.match(part) else _paragraph(part) for part in parts)


def _paragraph(text: str) -> str:
    return f"<p>{'<br>'.join(text.splitlines())}</p>"


def _plain(excerpt: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", excerpt).split())


def _day(written: str) -> date | None:
    """« 2021-03-16 14:00:00 »; drafts say « 0000-00-00 »."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
