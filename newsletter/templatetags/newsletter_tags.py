"""What the templates of the whole house may ask of the newsletter."""

from typing import Any

from django import template
from wagtail.models import Page

from cms.models import SiteIdentity
from people.enums import ConsentPurpose
from people.humans.stamps import make_stamp
from people.services import published_consent_text

from .. import selectors
from ..following.followable import as_followable
from ..forms import SubscribeForm

register = template.Library()


@register.inclusion_tag("newsletter/tags/subscribe_form.html", takes_context=True)
def subscribe_form(context: template.Context) -> dict[str, Any]:
    """The sign-up form, for the foot of a page. No cookie, no script; nothing while no wording is published."""
    request = context.get("request")
    wording = published_consent_text(ConsentPurpose.LETTER)
    if wording is None:
        return {"wording": None, "form": None, "identity": None}
    form = SubscribeForm(
        consent_label=wording.label,
        auto_id="infolettre_%s",
        initial={"source": request.path if request else "", "stamp": make_stamp(wording)},
    )
    identity = SiteIdentity.for_request(request) if request else SiteIdentity.objects.first()
    return {"wording": wording, "form": form, "identity": identity}


@register.inclusion_tag("newsletter/tags/latest_letter.html")
def latest_letter(title: str = "La dernière infolettre") -> dict[str, Any]:
    """The last letter that left, under `title`; nothing before the first one."""
    dispatch = selectors.latest_dispatch()
    return {"teaser": dispatch.letter.teaser if dispatch else None, "title": title}


@register.inclusion_tag("newsletter/tags/chain_figures.html")
def chain_figures() -> dict[str, Any]:
    """The chain in live figures; what is still at zero is left out."""
    return {"figures": selectors.chain_figures()}


@register.inclusion_tag("newsletter/tags/chain_band.html")
def chain_band(page: Any) -> dict[str, Any]:
    """Three balloons, lit or not: letter, workshop, journal. Nothing for what is not a page in the database."""
    known = isinstance(page, Page) and page.pk
    return {"passages": selectors.passages_of(page) if known else (), "page_id": page.pk if known else None}


@register.inclusion_tag("newsletter/tags/follow_button.html")
def follow_button(thing: Any) -> dict[str, Any]:
    """« Suivre » this page, topic, territory or seed; nothing for what cannot be followed."""
    return {"thing": as_followable(thing)}


@register.inclusion_tag("newsletter/tags/follow_link.html")
def follow_link(thing: Any) -> dict[str, Any]:
    """The name of a topic or territory, and a small « suivre » after it."""
    return {"thing": as_followable(thing)}
