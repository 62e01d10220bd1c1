"""The tree of pages every house starts with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from cms.models import BasePage, SiteIdentity
from events.models import AgendaPage
from home.models import (
    CallIndexPage,
    GlossaryPage,
    HomePage,
    NewsIndexPage,
    OrganisationIndexPage,
    ProgrammeIndexPage,
    ProjectIndexPage,
    ResourceIndexPage,
)
from journal.models import JournalPage
from newsletter.models import LetterIndexPage

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class House:
    """The pages every site has, whatever its content."""

    home: HomePage
    news: NewsIndexPage
    organisations: OrganisationIndexPage
    programmes: ProgrammeIndexPage
    projects: ProjectIndexPage
    resources: ResourceIndexPage
    calls: CallIndexPage
    glossary: GlossaryPage
    agenda: AgendaPage
    journal: JournalPage
    letters: LetterIndexPage
    site: Site
    identity: SiteIdentity

    @property
    def pages(self) -> tuple[BasePage, ...]:
        return (
            self.home,
            *(self.agenda, self.news, self.programmes, self.projects, self.organisations),
            *(self.resources, self.calls, self.glossary, self.journal, self.letters),
        )


@dataclass(frozen=True)
class Room:
    """One page of the tree under the home page. Rooms stand in the order of the menu."""

    model: type[BasePage]
    title: str
    slug: str
    introduction: str
    in_menu: bool = True


ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        "agenda": Room(
            AgendaPage,
            "Agenda",
            "agenda",
            "Les ateliers participatifs, les cycles et les formations, du plus proche au plus lointain.",
        ),
        "news": Room(NewsIndexPage, "Actualités", "actualites", "Ce qui se passe, au fil de l’eau."),
        "programmes": Room(ProgrammeIndexPage, "Programmes", "programmes", "Ce que nous proposons dans la durée."),
        "projects": Room(
            ProjectIndexPage,
            "Projets",
            "projets",
            "Ce que préparent les structures, les habitantes et les habitants du territoire.",
        ),
        "organisations": Room(
            OrganisationIndexPage, "Structures", "structures", "Qui fait quoi, et où : l’annuaire des partenaires."
        ),
        "resources": Room(
            ResourceIndexPage,
            "Ressources",
            "ressources",
            "Des documents, des expériences racontées, des outils essayés et comparés.",
            in_menu=False,
        ),
        "calls": Room(
            CallIndexPage,
            "Appels à projets",
            "appels-a-projets",
            "Les financements ouverts et ceux des campagnes passées.",
            in_menu=False,
        ),
        "glossary": Room(
            GlossaryPage,
            "Lexique",
            "lexique",
            "Les mots que nos métiers n’emploient pas pareil, et ce que chacune et chacun en dit.",
            in_menu=False,
        ),
        "journal": Room(
            JournalPage, "Le Dirigeable", "journal", "Le journal écrit à plusieurs mains, nourri par les ateliers."
        ),
        "letters": Room(
            LetterIndexPage, "Infolettre", "infolettre", "L’essentiel par courriel, et toutes les lettres passées."
        ),
    }
)


def build_tree(*, name: str) -> tuple[HomePage, dict[str, BasePage], Site]:
    """Make what is missing of the tree; what stands is left as it is."""
    home = HomePage.objects.first() or _build_home(name)
    rooms: dict[str, BasePage] = {}
    for key, room in ROOMS.items():
        page = room.model.objects.child_of(home).first()
        rooms[key] = page or _add_room(home, room)
    return home, rooms, _build_site(home=home, name=name)


def _build_home(name: str) -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's welcome page holds the slug and the site until the real home page exists.
    home: HomePage = root.add_child(instance=HomePage(title=name or "Accueil", slug="accueil"))
    return home


def _add_room(home: HomePage, room: Room) -> BasePage:
    page: BasePage = home.add_child(
        instance=room.model(
            title=room.title, slug=room.slug, introduction=room.introduction, show_in_menus=room.in_menu
        )
    )
    return page


def follow_address() -> None:
    """Give a site that still bears a local address the one of the settings: the port may differ from last time.

    A public name, typed by somebody in the admin, is left alone.
    """
    hostname, port = _address()
    sites = Site.objects.filter(is_default_site=True, hostname__in=LOCAL_NAMES)
    for site in sites.exclude(hostname=hostname, port=port):
        site.hostname, site.port = hostname, port
        site.save(update_fields=["hostname", "port"])


def _address() -> tuple[str, int]:
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return base.hostname or "localhost", base.port or (443 if base.scheme == "https" else 80)


def _build_site(*, home: HomePage, name: str) -> Site:
    """The default site shows `home`, under the address the settings give. Wagtail's welcome page goes."""
    hostname, port = _address()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Site.objects.create(hostname=hostname, port=port, site_name=name, root_page=home, is_default_site=True)
    if site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page, site.hostname, site.port = home, hostname, port
        site.site_name = name
        site.save()
        if type(welcome.specific) is Page and not welcome.get_children().exists():
            # Read again: adding the home page changed the tree since the site was loaded.
            Page.objects.get(pk=welcome.pk).delete()
    return site
