"""« Premiers pas » on the admin's home: what is still missing, until nothing is."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.legal import missing_notices
from cms.models import SiteIdentity
from config.demo.selectors import demo_stands
from home.models import NewsPage, OrganisationPage, StandardPage
from people.models import User


@dataclass(frozen=True)
class Step:
    """One thing to do: words, and where."""

    words: str
    address: str
    details: str = ""


def missing_steps(identity: SiteIdentity) -> list[Step]:
    """What a new association still has to do, in a sensible order (law.md M-01 to M-03 for the notices)."""
    settings = reverse("wagtailsettings:edit", args=["cms", "siteidentity", identity.site_id])
    notices = missing_notices(identity)
    steps = [
        (not identity.sender_email, Step("Dire de quelle adresse part le courrier", settings)),
        (bool(notices), Step("Compléter les mentions légales", settings, details=", ".join(notices))),
        (identity.territory_id is None, Step("Nommer votre territoire", settings)),
        (identity.logo_id is None, Step("Ajouter votre logo", settings)),
        (
            not User.objects.filter(is_active=True).exclude(is_superuser=True).exists(),
            Step("Inviter une deuxième personne", reverse("wagtailusers_users:add")),
        ),
        (not StandardPage.objects.live().exists(), _add_page("Présenter l’association", identity, StandardPage)),
        (not OrganisationPage.objects.live().exists(), _list_page("Ajouter une première structure", OrganisationPage)),
        (not NewsPage.objects.live().exists(), _list_page("Écrire une première actualité", NewsPage)),
    ]
    return [step for is_missing, step in steps if is_missing]


class FirstStepsPanel(Component):
    """The card of the dashboard. With the demonstration, it offers to erase it instead."""

    name = "first_steps"
    template_name = "config/first_steps.html"
    order = 50

    def __init__(self, identity: SiteIdentity) -> None:
        self.has_demo = demo_stands()
        self.steps = [] if self.has_demo else missing_steps(identity)

    @property
    def is_useful(self) -> bool:
        return self.has_demo or bool(self.steps)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"has_demo": self.has_demo, "steps": self.steps}


def _add_page(words: str, identity: SiteIdentity, model: type[StandardPage]) -> Step:
    meta = model._meta
    address = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, identity.site.root_page_id])
    return Step(words, address)


def _list_page(words: str, model: type[NewsPage] | type[OrganisationPage]) -> Step:
    """Under the only page where `model` may stand, when there is one."""
    parent = next((parent.objects.first() for parent in model.allowed_parent_page_models()), None)
    if parent is None:
        return Step(words, reverse("wagtailadmin_explore_root"))
    meta = model._meta
    return Step(words, reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk]))
