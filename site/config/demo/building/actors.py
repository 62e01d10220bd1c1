"""What organisations stand for and who gives them life, and the seasons of a programme."""

from typing import Any

from cms.typography import typo_text
from home.models import (
    NetworkMembership,
    OrganisationLink,
    OrganisationPage,
    OrganisationPerson,
    Service,
    Statement,
    Step,
)
from home.services.versions import freeze_version
from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import Consent, Person
from tests.factories.people import ConsentFactory

from ..content.charters import CHARTERS, MEMBERS
from ..content.programmes import FIRST_SEASON
from .stage import Stage


def tell_charters(stage: Stage) -> None:
    for key, charter in CHARTERS.items():
        page = stage.fresh(stage.page(key))
        _write(stage, page, charter)
        page.save()
        stage.pages[key] = page
    for key, rank, role, agreed in MEMBERS:
        _seat(stage, key, rank, typo_text(role), agreed=agreed)


def _write(stage: Stage, page: OrganisationPage, charter: Any) -> None:
    titled = {"steps": Step, "services": Service}
    if "logo" in charter:
        page.logo = stage.picture(charter["logo"].name)
    page.also_in.set([stage.territories[name] for name in charter.get("also_in", ())])
    page.statements.set(
        [
            Statement(kind=kind, title=typo_text(title), text=typo_text(text))
            for kind, title, text in charter.get("statements", ())
        ]
    )
    for name, model in titled.items():
        rows = [model(title=typo_text(title), text=typo_text(text)) for title, text in charter.get(name, ())]
        getattr(page, name).set(rows)
    page.links.set([OrganisationLink(label=typo_text(label), url=url) for label, url in charter.get("links", ())])
    page.memberships.set([NetworkMembership(network=stage.page(link.key)) for link in charter.get("memberships", ())])


def _seat(stage: Stage, key: str, rank: int, role: str, *, agreed: bool) -> None:
    person = stage.person(rank)
    consent = _consent(stage, person) if agreed else None
    OrganisationPerson.objects.create(organisation=stage.page(key), person=person, role=role, consent=consent)


def _consent(stage: Stage, person: Person) -> Consent:
    made: Consent = ConsentFactory(
        person=person,
        purpose=ConsentPurpose.DIRECTORY,
        audience=Audience.WEB,
        method=ConsentMethod.PAPER,
        source="accord signé lors d’une réunion",
        given_at=stage.calendar.at(stage.calendar.ago(150), 18),
    )
    return made


def tell_seasons(stage: Stage) -> None:
    """The workshops as they were told at first, then as they are: the page says what changed."""
    today = stage.fresh(stage.page("ateliers"))
    now = {name: getattr(today, name) for name in FIRST_SEASON}
    _season(stage, FIRST_SEASON, name="Première saison", days=720, changes="")
    _season(
        stage,
        now,
        name="Deuxième saison",
        days=330,
        changes="Les freins et les leviers sont nommés le matin ; chaque table repart avec une graine ; la disco-soupe "
        "est entrée au programme, et l’accessibilité est dite.",
    )


def _season(stage: Stage, parts: dict[str, str], *, name: str, days: int, changes: str) -> None:
    page = stage.fresh(stage.page("ateliers"))
    for part, text in parts.items():
        setattr(page, part, text)
    page.save_revision().publish()
    freeze_version(
        programme=page,
        name=name,
        dated=stage.calendar.ago(days),
        changes=typo_text(changes),
        contributors=typo_text("les personnes venues aux ateliers, Le Petit Écran et Les Gentianes"),
    )
