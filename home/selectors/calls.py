"""Who stands behind a call, its other campaigns, and what launched it."""

from wagtail.models import Page

from ..models import CallPage, CallPartner, OrganisationPage


def call_partners(call: CallPage) -> list[CallPartner]:
    """Who pilots and funds `call`, in the editor's order; an organisation without public page is left out."""
    partners = list(call.partners.all())
    keys = {partner.organisation_id for partner in partners}
    public = OrganisationPage.objects.live().public().prefetch_related("logo__renditions").in_bulk(keys)
    shown = [partner for partner in partners if partner.organisation_id in public]
    for partner in shown:
        partner.organisation = public[partner.organisation_id]
    return shown


def other_campaigns(call: CallPage) -> list[CallPage]:
    """The same call in other years, the latest first: a call is known by its name and its campaign (S0-07)."""
    same = CallPage.objects.live().public().filter(title__iexact=call.title).exclude(pk=call.pk)
    return list(same.order_by("-campaign", "-deadline"))


def launched_by(page: Page) -> list[CallPage]:
    """The calls that this rendez-vous presents: one may launch several (S0-06)."""
    return list(CallPage.objects.live().public().filter(launch=page.pk).order_by("title", "-campaign"))
