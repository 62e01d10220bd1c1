"""Building a house, and giving it to an association."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.enums import ImageRights, TerritoryKind
from cms.models import Image, SiteIdentity, Territory
from cms.slugs import french_slug
from config.models import FirstRunKey
from journal.services import ensure_rubrics, ensure_workflow
from people.models import User

from .links import is_founded, opens
from .permissions import MODERATING, WRITING, build_groups
from .tree import House, build_tree
from .wordings import publish_wordings


class AlreadyFounded(Exception):
    """The link has served, or was never good; the page says the same in every case."""


@dataclass(frozen=True)
class Founding:
    """What « Premiers pas » asks: the association, its territory, its notices, and the first account."""

    name: str
    territory_name: str
    territory_kind: str
    sender_email: str
    email: str
    password: str
    sender_name: str = ""
    logo: Any = None
    publication_director: str = ""
    postal_address: str = ""
    phone: str = ""
    host_name: str = ""
    host_address: str = ""
    host_phone: str = ""


@transaction.atomic
def build_house(*, name: str = "", **identity: Any) -> House:
    """Make whatever a site needs before its first content: tree, site, identity, groups, wordings,
    rubrics, the workflow of the journal.

    `identity` are fields of `SiteIdentity`. Nothing that stands is changed but the identity fields that are given, so
    that it may run again at any time.
    """
    home, rooms, site = build_tree(name=name)
    settings = _identify(SiteIdentity.for_site(site), name=name, **identity)
    groups = build_groups({"home": home, **rooms})
    publish_wordings()
    ensure_rubrics()
    ensure_workflow(journal=rooms["journal"], writers=groups[WRITING], moderators=groups[MODERATING])
    return House(home=home, site=site, identity=settings, **rooms)


@transaction.atomic
def found_house(*, token: str, founding: Founding) -> User:
    """Give the house to the association of `founding`, and its first account all rights. Once.

    Raises AlreadyFounded when `token` opens nothing, or when somebody was quicker.
    """
    # Whoever comes second waits here, and finds the house founded.
    keys = list(FirstRunKey.objects.select_for_update().order_by("pk"))
    if not keys or not opens(token) or is_founded():
        raise AlreadyFounded
    user = User.objects.create_superuser(founding.email, founding.password)
    house = build_house(
        name=founding.name,
        sender_name=founding.sender_name or founding.name,
        sender_email=founding.sender_email,
        contact_email=founding.sender_email,
        territory=_territory(founding),
        logo=_logo(founding, user),
        publication_director=founding.publication_director,
        postal_address=founding.postal_address,
        phone=founding.phone,
        host_name=founding.host_name,
        host_address=founding.host_address,
        host_phone=founding.host_phone,
    )
    _name_the_door(house, founding.name)
    FirstRunKey.objects.all().delete()
    return user


def _identify(settings: SiteIdentity, **fields: Any) -> SiteIdentity:
    given = {field: value for field, value in fields.items() if value}
    for field, value in given.items():
        setattr(settings, field, value)
    if given:
        settings.save(update_fields=list(given))
    return settings


def _territory(founding: Founding) -> Territory:
    slug = french_slug(founding.territory_name)
    known = Territory.objects.filter(slug=slug).first()
    kind = TerritoryKind(founding.territory_kind)
    return known or Territory.add_root(name=founding.territory_name, kind=kind, slug=slug)


def _logo(founding: Founding, user: User) -> Image | None:
    if not founding.logo:
        return None
    logo = Image(
        title=f"Logo – {founding.name}",
        file=founding.logo,
        alt_text=founding.name,
        credit=founding.name,
        image_rights=ImageRights.NOBODY,
        uploaded_by_user=user,
    )
    logo.save()
    return logo


def _name_the_door(house: House, name: str) -> None:
    """The home page and the site bear the name of the association, unless an editor named them already."""
    Page.objects.filter(pk=house.home.pk, title="Accueil").update(title=name, draft_title=name)
    type(house.site).objects.filter(pk=house.site.pk, site_name="").update(site_name=name)
