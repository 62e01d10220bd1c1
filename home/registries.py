"""What the apps above say of the pages of this one, filled in their `AppConfig.ready`: nobody types it twice."""

from collections.abc import Callable
from dataclasses import dataclass

from cms.registries import Registry
from cms.teasers import Teaser

from .models import OrganisationPage, ProgrammePage


@dataclass(frozen=True)
class InvolvementSource:
    """Things of one app that an organisation took part in: `of` gives those anybody may read, the latest first.

    `name` is the anchor of the list on the page, `title` the words above it.
    """

    name: str
    title: str
    of: Callable[[OrganisationPage], list[Teaser]]


@dataclass(frozen=True)
class Edition:
    """A programme in one territory: `title` and `url` of what tells it, `stage` in words, all three optional."""

    territory_id: int
    period: str = ""
    stage: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class EditionSource:
    """Editions that public pages of one app are."""

    of: Callable[[ProgrammePage], list[Edition]]


@dataclass(frozen=True)
class AddressSource:
    """Public addresses of one app that are no Wagtail pages: `of` gives their paths, for sitemap.xml."""

    of: Callable[[], list[str]]


involvements: Registry[InvolvementSource] = Registry()
editions: Registry[EditionSource] = Registry()
addresses: Registry[AddressSource] = Registry()
