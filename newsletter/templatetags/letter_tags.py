"""What the templates of a letter's mail ask for."""

from typing import Any

from django import template
from django.template import loader
from django.template.context import make_context

from ..pictures import Picture, picture
from ..plain import html_to_text

register = template.Library()


@register.simple_tag(takes_context=True)
def letter_picture(context: template.Context, image: Any, shape: str) -> Picture:
    """A picture of a letter, cut to one of `pictures.SPECS`, pinned when the letter leaves."""
    return picture(image, shape=shape, pin=bool(context.get("pin")))


@register.simple_tag(takes_context=True)
def button_url(context: template.Context, value: Any) -> str:
    """Where a button leads: a page anyone may read, else the address that was typed, else nowhere."""
    page = value.get("page")
    if page is None:
        return str(value.get("url") or "")
    teasers = context.get("teasers")
    if teasers is None:
        return str(page.full_url or "")
    return teasers[page.pk].url if page.pk in teasers else ""


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, bound: Any) -> str:
    """A block inside a block, in plain text."""
    values = bound.block.get_context(bound.value, parent_context=context.flatten())
    written = loader.get_template(bound.block.meta.text_template).template  # type: ignore[attr-defined]
    return str(written.render(make_context(values, autoescape=False))).strip()


@register.filter
def plain(html: Any, base_url: str = "") -> str:
    """Rich text in plain text, addresses in full."""
    return html_to_text(str(html), base_url=base_url)


@register.filter
def underlined(title: str) -> str:
    """A title and the line under it."""
    return f"{title}\n{'=' * min(len(title), 60)}"
