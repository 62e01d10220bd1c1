"""What an imported text may become, and where it then stands."""

from dataclasses import dataclass

from wagtail.models import Page

from cms.models import BasePage
from events.models import AgendaPage, MeetingPage, SeriesPage, TrainingPage, WorkshopPage
from home.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    OrganisationIndexPage,
    OrganisationPage,
    ProgrammeIndexPage,
    ProgrammePage,
    ProjectIndexPage,
    ProjectPage,
    ResourceIndexPage,
    ResourcePage,
    StandardPage,
)
from journal.models import ArticlePage, IssuePage


@dataclass(frozen=True)
class TextKind:
    """A model, the page above it (the newest of its class), and whether dates make sessions of it."""

    label: str
    model: type[BasePage]
    above: type[Page]
    is_dated: bool = False

    def parent(self) -> Page | None:
        """The page above, or None when the site has none yet."""
        return self.above.objects.order_by("-pk").first()


KINDS = {
    "actualite": TextKind("Une actualité", NewsPage, NewsIndexPage),
    "article": TextKind("Un article du numéro en cours", ArticlePage, IssuePage),
    "atelier": TextKind("Un atelier participatif", WorkshopPage, AgendaPage, is_dated=True),
    "cycle": TextKind("Un cycle de visio-ateliers, une page par date", SeriesPage, AgendaPage, is_dated=True),
    "formation": TextKind("Une formation", TrainingPage, AgendaPage, is_dated=True),
    "reunion": TextKind("Une réunion ouverte", MeetingPage, AgendaPage, is_dated=True),
    "programme": TextKind("Un programme", ProgrammePage, ProgrammeIndexPage),
    "projet": TextKind("Un projet", ProjectPage, ProjectIndexPage),
    "ressource": TextKind("Une ressource (document, expérience, outil)", ResourcePage, ResourceIndexPage),
    "structure": TextKind("Une structure", OrganisationPage, OrganisationIndexPage),
    "texte": TextKind("Une page de texte", StandardPage, HomePage),
}
