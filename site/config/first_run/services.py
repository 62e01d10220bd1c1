"""Building a house, and giving it to an association."""

from typing import Any

from django.db import transaction

from cms.models import SiteIdentity
from journal.services import ensure_rubrics

from .permissions import build_groups
from .tree import House, build_tree
from .wordings import publish_wordings


@transaction.atomic
def build_house(*, name: str = "", **identity: Any) -> House:
    """Make whatever a site needs before its first content: tree, site, identity, groups, wordings, rubrics.

    `identity` are fields of `SiteIdentity`. Nothing that stands is changed but the identity fields that are given, so
    that it may run again at any time.
    """
    home, rooms, site = build_tree(name=name)
    settings = _identify(SiteIdentity.for_site(site), name=name, **identity)
    build_groups({"home": home, **rooms})
    publish_wordings()
    ensure_rubrics()
    return House(home=home, site=site, identity=settings, **rooms)  # type: ignore[arg-type]


def _identify(settings: SiteIdentity, **fields: Any) -> SiteIdentity:
    given = {field: value for field, value in fields.items() if value}
    for field, value in given.items():
        setattr(settings, field, value)
    if given:
        settings.save(update_fields=list(given))
    return settings
