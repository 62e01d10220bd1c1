"""Events, their sessions, who registered, and what the past workshop left."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from wagtail.models import Page

from cms.slugs import french_slug
from cms.typography import typo_text
from events.enums import MembershipState, RegistrationState
from events.models import ActionGroup, Membership, Partnership, Registration, Session, WorkshopPage
from people.enums import Audience, ConsentMethod, ConsentPurpose
from people.models import Consent
from tests.factories.cms import BasePageFactory
from tests.factories.events import (
    ContactFactory,
    DiagnosisItemFactory,
    MeetingPageFactory,
    ModuleFactory,
    RegistrationFactory,
    SeedFactory,
    SeriesPageFactory,
    SessionFactory,
    TimetableSlotFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.people import ConsentFactory

from ..content.agenda import MODULE_PLANS, Dated, Event
from ..content.agenda_events import events
from ..content.agenda_series import series
from ..content.outputs import CARDS, ITEMS, SEEDS, Card, Item, SeedSown
from .pages import add_page, publish
from .participation import Participation
from .stage import Stage

SOURCE = "feuille de présence de l’atelier"
FACTORIES = {"workshop": WorkshopPageFactory, "training": TrainingPageFactory, "meeting": MeetingPageFactory}


def build_agenda(stage: Stage) -> None:
    """The pages of the agenda, without their bodies, and everything dated that stands outside the pages."""
    said = Participation()
    for cycle in series(stage.calendar):
        parent = _add(stage, SeriesPageFactory, stage.house.agenda, cycle.entry, said)
        for event in cycle.events:
            _add_event(stage, VideoWorkshopPageFactory, parent, event, said)
    for event in events(stage.calendar):
        _add_event(stage, FACTORIES[event.kind], stage.house.agenda, event, said)
    build_outputs(stage)


def write_bodies(stage: Stage) -> None:
    for cycle in series(stage.calendar):
        for entry in (cycle.entry, *(event.entry for event in cycle.events)):
            publish(stage, entry)
    for event in events(stage.calendar):
        publish(stage, event.entry)


def _add(stage: Stage, factory: type[BasePageFactory], parent: Page, entry: Any, said: Participation) -> Page:
    entry = replace(entry, fields={**entry.fields, **said.rules_of(entry.key)})
    kind = factory._meta.model._meta.get_field("partners").related_model
    return add_page(stage, factory, parent, entry, inlines={"partners": partial(_partner, kind)})


def _partner(kind: type[Partnership], stage: Stage, value: Any) -> Partnership:
    link, role = value
    return kind(organisation=stage.page(link.key), role=role)


def _add_event(stage: Stage, factory: type[BasePageFactory], parent: Page, event: Event, said: Participation) -> None:
    page = _add(stage, factory, parent, event.entry, said)
    modules = {
        title: ModuleFactory(
            training=page,
            position=position,
            title=title,
            description=typo_text(content),
            planned_sessions=count,
            planned_length=dt.timedelta(hours=hours),
        )
        for position, ((title, content), (count, hours)) in enumerate(
            zip(event.modules, MODULE_PLANS, strict=False), start=1
        )
    }
    first_rank = 0
    for dated in event.sessions:
        session = _add_session(stage, page, dated, module=modules.get(dated.module))
        ranks = range(first_rank, first_rank + dated.taken + dated.waiting)
        said.complete(event.entry.key, session, _register(stage, session, dated, event.entry.key, said, ranks=ranks))
        first_rank += 4  # so that the same people do not come to every date


def _add_session(stage: Stage, page: Page, dated: Dated, *, module: Any) -> Session:
    start, end = dated.hours
    session: Session = SessionFactory(
        event=page,
        module=module,
        title=typo_text(dated.title),
        starts_at=stage.calendar.at(dated.day, start),
        ends_at=stage.calendar.at(dated.day, end),
        state=dated.state,
        capacity=dated.capacity,
        join_url=dated.join_url,
        has_meal=dated.has_meal,
    )
    for moment in dated.moments:
        TimetableSlotFactory(
            session=session,
            starts_at=moment.starts_at,
            ends_at=moment.ends_at,
            title=typo_text(moment.title),
            description=typo_text(moment.text),
        )
    return session


def _register(
    stage: Stage, session: Session, dated: Dated, key: str, said: Participation, *, ranks: Iterable[int]
) -> list[Registration]:
    """Confirmed people first, in their order, then those who wait."""
    asked_from = min(session.starts_at, stage.calendar.at(stage.calendar.today, 8)) - dt.timedelta(days=30)
    return [
        RegistrationFactory(
            session=session,
            person=stage.person(rank),
            state=RegistrationState.WAITING if place >= dated.taken else RegistrationState.CONFIRMED,
            registered_at=asked_from + dt.timedelta(hours=7 * place),
            consent=consent_of(stage, rank, ConsentPurpose.REGISTRATION, day=stage.calendar.past_workshop),
            **said.said_by(key, rank, place),
        )
        for place, rank in enumerate(ranks)
    ]


# --- what the workshop left -------------------------------------------------------------------------


def build_outputs(stage: Stage) -> None:
    workshop = stage.page("atelier-passe")
    for item in ITEMS:
        _add_item(stage, workshop, item)
    for card in CARDS:
        _add_card(stage, workshop, card)
    for seed in SEEDS:
        _sow(stage, workshop, seed)


def _add_item(stage: Stage, workshop: WorkshopPage, item: Item) -> None:
    day = stage.calendar.past_workshop
    consent = _published(stage, item.by, ConsentPurpose.QUOTE, day=day) if item.named else None
    DiagnosisItemFactory(
        workshop=workshop,
        kind=item.kind,
        text=typo_text(item.text),
        phase=item.phase,
        author=None if item.by is None else stage.person(item.by),
        quote_consent=consent,
    )


def _add_card(stage: Stage, workshop: WorkshopPage, card: Card) -> None:
    day = stage.calendar.past_workshop
    agreed = card.by is not None and card.agreed
    consent = _published(stage, card.by, ConsentPurpose.ADDRESS_BOOK, day=day) if agreed else None
    ContactFactory(
        workshop=workshop,
        person=None if card.by is None else stage.person(card.by),
        organisation=stage.page(card.organisation) if card.organisation else None,
        organisation_name=typo_text(card.organisation_name),
        role=typo_text(card.role),
        what=typo_text(card.what),
        consent=consent,
    )


def _sow(stage: Stage, workshop: WorkshopPage, sown: SeedSown) -> None:
    seed = SeedFactory(
        workshop=workshop,
        title=typo_text(sown.title),
        slug=french_slug(sown.title),
        kind=sown.kind,
        need=typo_text(sown.need),
        description=typo_text(sown.description),
        state=sown.state,
        sown_on=stage.calendar.past_workshop,
    )
    group = ActionGroup.objects.create(seed=seed, name=typo_text(sown.group), next_meeting=typo_text(sown.next_meeting))
    since = stage.calendar.at(stage.calendar.past_workshop, 16)
    for place, rank in enumerate(sown.members):
        Membership.objects.create(
            group=group,
            person=stage.person(rank),
            state=MembershipState.MEMBER,
            leads=place == 0,
            confirmed_at=since,
            settled_at=since,
        )


def _published(stage: Stage, rank: int | None, purpose: ConsentPurpose, *, day: dt.date) -> Consent:
    """Two boxes of the sheet that went round, both ticked: the site, and the printed journal. Gives the first."""
    consent_of(stage, rank, purpose, day=day, audience=Audience.PRINT)
    return consent_of(stage, rank, purpose, day=day, audience=Audience.WEB)


def consent_of(
    stage: Stage,
    rank: int | None,
    purpose: ConsentPurpose,
    *,
    day: dt.date,
    audience: Audience | str = "",
    source: str = SOURCE,
) -> Consent:
    """The consent of that person for that purpose: one, however many times it serves."""
    assert rank is not None
    person = stage.person(rank)
    standing = Consent.objects.given().filter(person=person, purpose=purpose, audience=audience).first()
    return standing or ConsentFactory(
        person=person,
        purpose=purpose,
        audience=audience,
        method=ConsentMethod.PAPER,
        source=source,
        given_at=stage.calendar.at(day, 12),
    )
