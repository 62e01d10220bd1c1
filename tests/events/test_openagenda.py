"""OpenAgenda told over real HTTP, in both versions of its interface (O1 to O12)."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.enums import ImageRights, Licence, TerritoryKind
from cms.models import SiteIdentity
from events.enums import Modality, OpenAgendaDates, SessionState
from events.models import EventPage, OpenAgendaForm, OpenAgendaPush, OpenAgendaWish, SeriesPage, Session, WorkshopPage
from events.openagenda import listing
from events.openagenda.asked import asked_fields, with_answers
from events.openagenda.standing import standing_of
from events.services.cloning import clone_event
from events.services.openagenda import push_to_openagenda, save_wish, send_again
from events.services.openagenda_following import follow_openagenda
from tests.factories.cms import ImageFactory, TerritoryFactory, TopicFactory
from tests.factories.events import (
    MeetingPageFactory,
    RegistrationFactory,
    SeriesPageFactory,
    SessionFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
    morning_in,
)
from tests.factories.people import UserFactory
from tests.factories.tree import House

from .openagenda_schemas import EVENT_INPUT
from .openagenda_server import KEY, TheirServer

pytestmark = pytest.mark.django_db
SECRET = "https://visio.exemple.org/salle-secrete"
QUERIES, SCREEN = 11, 10
THEMES = [{"id": 8, "value": "numerique", "label": {"fr": "Numérique"}}, {"id": 61, "label": "Culture"}]
FORM: list[Any] = [
    {"field": "title", "fieldType": "text", "optional": False, "schemaType": "event", "languages": []},
    {"field": "image", "fieldType": "image", "label": {"fr": "Image"}, "optional": False, "schemaType": "agenda",
     "schemaId": 9},
    {"field": "themes", "fieldType": "checkbox", "label": {"fr": "Thèmes"}, "optional": False, "options": THEMES,
     "schemaType": "agenda", "schemaId": 9},
    {"field": "porteur", "fieldType": "text", "label": "Qui porte", "optional": False, "max": 40,
     "schemaType": "network", "schemaId": 9},
    {"field": "affiche", "fieldType": "file", "label": {"fr": "Affiche"}, "optional": False, "schemaType": "agenda",
     "schemaId": 9},
    {"field": "lien", "fieldType": "text", "label": {"fr": "Lien"}, "optional": False, "schemaType": "agenda",
     "schemaId": 9, "enableWith": {"field": "attendanceMode", "value": [2, 3]}},
]  # fmt: skip


@pytest.fixture(params=[2, 3])
def version(request: Any) -> int:
    return int(request.param)


@pytest.fixture
def theirs(settings: Any, version: int) -> Iterator[TheirServer]:
    server = TheirServer()
    server.start()
    settings.OPENAGENDA = {"agenda": "42", "key": KEY, "address": server.address, "version": version}
    yield server
    server.stop()


def tell(after: dt.timedelta = dt.timedelta()) -> int:
    return push_to_openagenda(timezone.now() + after)


def event_paths(version: int, *identifiers: Any) -> list[tuple[str, str]]:
    return [("PUT", f"/v{version}/events/ext/dirigeable/{each}") for each in identifiers]


def written_events(theirs: TheirServer) -> list[tuple[str, str]]:
    return [(method, path) for method, path in theirs.written if method == "PUT" and "/events/" in path]


def withdrawn(theirs: TheirServer) -> list[str]:
    return [path.rpartition("/")[2] for method, path in theirs.written if method == "DELETE"]


def test_nothing_is_sent_until_somebody_says_where(session: Session) -> None:
    assert (tell(), follow_openagenda(timezone.now())) == (0, 0)


# What is written of an event


def test_a_change_is_pushed_once_and_a_full_date_at_once(theirs: TheirServer, session: Session, version: int) -> None:
    """O4, O7, O12: the draft version checks first; running it twice changes nothing; places are of version 2."""
    assert [tell() for _tick in range(3)] == [1, 0, 0]
    key = session.event.translation_key
    check = [("POST", "/v3/events/validate")] if version == 3 else []
    assert theirs.written == [
        ("PUT", f"/v2/locations/ext/dirigeable/{key}"),
        *check,
        *event_paths(version, key),
    ]
    body = theirs.last_event
    assert (body["status"], body["attendanceMode"], len(body["timings"])) == (1, 1, 1)
    assert body["timings"][0]["begin"][-6:] in ("+01:00", "+02:00")
    RegistrationFactory.create_batch(2, session=session)
    assert tell() == 1
    assert theirs.last_event["status"] == 5


def test_the_stable_version_is_spoken_until_the_draft_one_is_asked_for(
    theirs: TheirServer, session: Session, settings: Any
) -> None:
    """O12: the secret key gives one token a round, and only the token goes with the calls."""
    del settings.OPENAGENDA["version"]
    tell()
    assert [path for _method, path in theirs.asked].count("/v2/requestAccessToken") == 1
    assert {path[:4] for _method, path in theirs.asked} == {"/v2/"}
    assert "locationUid" in theirs.last_event


def test_everything_the_page_says_is_told_within_their_limits(
    theirs: TheirServer, session: Session, version: int
) -> None:
    """O1, O5: their server refuses what is longer, and any field it does not know."""
    page = session.event.specific
    page.title, page.summary, page.audience = "Très " * 40, "Résumé " * 40, "Toutes et tous"
    page.price_note, page.motor_impaired = "Un plat à partager. " * 9, True
    page.body = [
        {"type": "heading", "value": {"text": "Pourquoi venir", "level": "2"}},
        {"type": "text", "value": '<p>Avec <b>vous</b>, voir <a linktype="page" id="3">la page</a>.</p>'},
        {"type": "list", "value": {"title": "", "ordered": False, "items": ["<p>De quoi écrire</p>"]}},
        {"type": "quote", "value": {"text": "On se croise.", "author": "", "role": ""}},
        {"type": "text", "value": f"<p>{'encore' * 2_000}</p>"},
    ]
    page.listing_image = ImageFactory(credit="Ada Durand", licence=Licence.BY)
    page.topics.set([TopicFactory(name=f"{'x' * 79}{n}", slug=f"theme-{n}") for n in range(4)])
    page.save()
    identity = SiteIdentity.for_site(page.get_site())
    identity.phone, identity.contact_email = "04 92 00 00 00", "bonjour@valclair.example"
    identity.save()
    assert tell() == 1
    body = theirs.last_event
    text = body["longDescription"]["fr"]
    assert (len(body["title"]["fr"]), len(body["description"]["fr"]), len(text)) == (140, 200, 10_000)
    assert "## Pourquoi venir\n\nAvec **vous**, voir la page.\n\n- De quoi écrire\n\n> On se croise." in text
    assert text.endswith(f"…\n\n{page.full_url}")
    assert body["image"]["url"].startswith("http://testserver/media/")
    assert body["imageCredits"] == "Ada Durand, CC BY 4.0"
    assert len(body["keywords"]["fr"]) == 3
    assert body["accessibility"] == {"hi": False, "vi": False, "pi": False, "mi": True, "ii": False}
    form = f"http://testserver/inscriptions/{page.pk}/"
    values = {"link": form, "email": "bonjour@valclair.example", "phone": "04 92 00 00 00"}
    typed = [{"type": kind, "value": value} for kind, value in values.items()]
    assert body["registration"] == (typed if version == 3 else list(values.values()))


def test_an_evening_one_simply_comes_to_is_told_without_a_way_to_register(theirs: TheirServer, house: House) -> None:
    """O1: there is no form behind the link."""
    event = MeetingPageFactory(parent=house.agenda, without_registration=True)
    session = SessionFactory(event=event)
    assert tell() == 1
    assert ("registration" in theirs.last_event, theirs.last_event["conditions"]["fr"]) == (
        False,
        "Gratuit. Sans inscription",
    )
    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    assert tell() == 1
    assert ("registration" in theirs.last_event, theirs.last_event["conditions"]["fr"]) == (True, "Gratuit")


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ({"image_rights": ImageRights.MISSING}, "personnes photographiées"),
        ({"licence": Licence.ALL_RIGHTS}, "sa licence ne le permet pas"),
        ({"licence": Licence.BY_NC_SA}, "sa licence ne le permet pas"),
        ({"licence": Licence.BY_SA, "credit": ""}, "demande un crédit"),
    ],
)
def test_a_picture_that_may_not_be_given_to_all_stays_here_and_the_editor_reads_why(
    theirs: TheirServer, session: Session, client: Client, picture: dict[str, Any], words: str
) -> None:
    """O1: credits never go without a picture."""
    EventPage.objects.filter(pk=session.event_id).update(listing_image=ImageFactory(**picture))
    assert tell() == 1
    assert {"image", "imageCredits"} & set(theirs.last_event) == set()
    client.force_login(UserFactory(is_superuser=True))
    assert words in client.get(f"/admin/pages/{session.event_id}/edit/").content.decode()


def test_a_picture_that_lost_its_file_does_not_keep_the_event_here(theirs: TheirServer, session: Session) -> None:
    """O1."""
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    EventPage.objects.filter(pk=session.event_id).update(listing_image=image)
    assert tell() == 1
    assert "image" not in theirs.last_event


@pytest.mark.parametrize("modality", Modality.values)
@pytest.mark.parametrize("factory", [WorkshopPageFactory, TrainingPageFactory, MeetingPageFactory])
def test_each_kind_of_event_is_taken_by_a_closed_schema_and_keeps_the_join_link(
    theirs: TheirServer, house: House, modality: str, factory: Any
) -> None:
    """O3, O4, O8."""
    event = factory(parent=house.agenda, modality=modality, venue_name="Salle")
    session = SessionFactory(event=event, open=True, join_url=SECRET)
    form = f"http://testserver/inscriptions/{event.pk}/"
    for state, status in ((SessionState.OPEN, 1), (SessionState.POSTPONED, 4), (SessionState.CANCELLED, 6)):
        Session.objects.filter(pk=session.pk).update(state=state)
        assert (tell(), OpenAgendaPush.objects.get().error) == (1, "")
        body = theirs.last_event
        assert (body["status"], body.get("onlineAccessLink")) == (
            status,
            None if modality == Modality.ON_SITE else form,
        )
    assert SECRET not in json.dumps(theirs.told)


def test_the_schemas_of_these_tests_are_closed() -> None:
    """O8: an unknown field, credits without an image, an own field under a native name."""
    timing = {"begin": "2027-03-04T09:00:00+01:00", "end": "2027-03-04T12:00:00+01:00"}
    sound: dict[str, Any] = {
        "title": {"fr": "Un"},
        "description": {"fr": "Deux"},
        "timings": [timing],
        "attendanceMode": 1,
        "location": {"uid": 5},
    }
    valid = jsonschema.Draft202012Validator(EVENT_INPUT).is_valid
    more: list[dict[str, Any]] = [
        {"uid": 3},
        {"imageCredits": "Ada"},
        {"additionalFields": {"title": "Un"}},
        {"timings": [timing] * 801},
    ]
    assert [valid(sound), *(valid({**sound, **each}) for each in more)] == [True, False, False, False, False]


def test_the_place_is_told_with_what_it_lies_in(theirs: TheirServer, session: Session) -> None:
    """O6: Insee is that of a commune, found in the tree or covered by another territory."""
    region = TerritoryFactory(name="Provence", kind=TerritoryKind.REGION, code="93")
    department = TerritoryFactory(parent=region, name="Hautes-Alpes", kind=TerritoryKind.DEPARTMENT, code="05")
    delegation = TerritoryFactory(parent=department, name="Haute Durance", kind=TerritoryKind.DELEGATION)
    commune = TerritoryFactory(name="Sainte-Ourse", code="05023")
    delegation.covers.add(commune)
    here = {"territory": commune, "venue_address": "1 place du Lavoir\n05100 Sainte-Ourse", "venue_access": "Car 12"}
    EventPage.objects.filter(pk=session.event_id).update(**here, latitude=44.9, longitude=6.6)
    tell()
    assert theirs.told[0][2] == {
        "name": "Salle du Lavoir",
        "address": "1 place du Lavoir, 05100 Sainte-Ourse",
        "countryCode": "FR",
        "timezone": "Europe/Paris",
        "adminLevel1": "Provence",
        "adminLevel2": "Hautes-Alpes",
        "adminLevel4": "Sainte-Ourse",
        "postalCode": "05100",
        "insee": "05023",
        "access": {"fr": "Car 12"},
        "latitude": 44.9,
        "longitude": 6.6,
    }
    EventPage.objects.filter(pk=session.event_id).update(territory=department)
    tell()
    place = [body for _method, path, body in theirs.told if "/locations/" in path][-1]
    assert ("insee" in place, place["adminLevel2"]) == (False, "Hautes-Alpes")


def test_an_event_overseas_is_timed_on_the_clock_of_its_place(theirs: TheirServer, session: Session) -> None:
    """O2, O6."""
    EventPage.objects.filter(pk=session.event_id).update(venue_address="1 rue de Paris\n97400 Saint-Denis")
    tell()
    assert theirs.told[0][2]["timezone"] == "Indian/Reunion"
    assert theirs.last_event["timings"][0]["begin"].endswith("+04:00")


def test_a_round_that_has_nothing_to_tell_costs_the_same_for_three_events_as_for_one(
    theirs: TheirServer, house: House, django_assert_num_queries: Any
) -> None:
    """Every half minute, for ever."""

    def add() -> None:
        page = WorkshopPageFactory(parent=house.agenda, listing_image=ImageFactory(), territory=TerritoryFactory())
        page.topics.add(TopicFactory())
        page.save()
        SessionFactory(event=page, open=True)
        series = SeriesPageFactory(parent=house.agenda)
        save_wish(page=series, dates=OpenAgendaDates.TOGETHER, answers={})
        SessionFactory(event=VideoWorkshopPageFactory(parent=series))

    for number in (1, 3):
        while WorkshopPage.objects.count() < number:
            add()
        assert tell() > 0
        with django_assert_num_queries(16):
            assert tell() == 0


# Dates


def test_two_dates_are_one_event_until_an_editor_parts_them(
    theirs: TheirServer, session: Session, version: int
) -> None:
    """O2: apart, each date has its own external id, and what was told together is taken back."""
    second = SessionFactory(event=session.event, open=True, days=40, title="Second temps")
    page = session.event
    tell()
    assert len(theirs.last_event["timings"]) == 2
    save_wish(page=page, dates=OpenAgendaDates.APART, answers={})
    theirs.told.clear()
    assert [tell(), tell()] == [3, 0]
    assert written_events(theirs) == event_paths(version, session.uuid, second.uuid)
    assert (theirs.last_event["title"]["fr"], withdrawn(theirs)) == (
        "Se déplacer autrement – Second temps",
        [str(page.translation_key)],
    )
    second.delete()
    assert tell() == 1
    assert withdrawn(theirs)[-1] == str(second.uuid)


def test_a_series_is_as_many_events_as_dates_until_an_editor_joins_them(
    theirs: TheirServer, house: House, version: int
) -> None:
    """O2: five timings or five events, at the editor's choice."""
    series: SeriesPage = SeriesPageFactory(parent=house.agenda, title="Les manettes")
    dates = [VideoWorkshopPageFactory(parent=series) for _number in range(5)]
    for number, event in enumerate(dates):
        SessionFactory(event=event, open=True, days=30 + number)
    assert tell() == 5
    assert written_events(theirs) == event_paths(version, *(event.translation_key for event in dates))
    save_wish(page=series, dates=OpenAgendaDates.TOGETHER, answers={})
    theirs.told.clear()
    assert [tell(), tell()] == [6, 0]
    assert written_events(theirs) == event_paths(version, series.translation_key)
    body = theirs.last_event
    assert (body["title"]["fr"], len(body["timings"])) == ("Les manettes", 5)
    assert body["onlineAccessLink"] == f"http://testserver/inscriptions/{series.pk}/"
    assert sorted(withdrawn(theirs)) == sorted(str(event.translation_key) for event in dates)
    save_wish(page=series, dates=OpenAgendaDates.APART, answers={})
    assert tell() == 6
    assert withdrawn(theirs)[-1] == str(series.translation_key)


def test_a_cancelled_date_is_told_only_when_none_is_left(theirs: TheirServer, session: Session) -> None:
    """O2, O4: beside dates that stand, it would be read as one of them."""
    other = SessionFactory(event=session.event, open=True, days=40)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    tell()
    assert (len(theirs.last_event["timings"]), theirs.last_event["status"]) == (1, 1)
    Session.objects.filter(pk=other.pk).update(state=SessionState.CANCELLED)
    tell()
    assert (len(theirs.last_event["timings"]), theirs.last_event["status"]) == (2, 6)


@pytest.mark.parametrize(
    ("second", "page", "words"),
    [
        ({"starts_at": morning_in(40), "ends_at": morning_in(41) + dt.timedelta(hours=1)}, {}, "plus de 24 heures"),
        ({"starts_at": morning_in(30) + dt.timedelta(hours=1)}, {}, "Deux dates se chevauchent"),
        ({}, {"venue_name": "", "venue_address": ""}, "ni le lieu ni l’adresse"),
    ],
)
def test_dates_they_would_read_wrong_are_kept_here_and_the_editor_reads_why(
    theirs: TheirServer, session: Session, client: Client, second: dict[str, Any], page: dict[str, Any], words: str
) -> None:
    """O2."""
    if second:
        starts_at = second["starts_at"]
        other = SessionFactory(event=session.event, **{"ends_at": starts_at + dt.timedelta(hours=3), **second})
    EventPage.objects.filter(pk=session.event_id).update(**page)
    assert (tell(), theirs.told) == (0, [])
    client.force_login(UserFactory(is_superuser=True))
    assert words in client.get(f"/admin/pages/{session.event_id}/edit/").content.decode()
    if second:
        other.delete()
    EventPage.objects.filter(pk=session.event_id).update(venue_name="Salle du Lavoir")
    assert tell() == 1


def test_801_dates_and_a_series_in_two_places_are_not_told_as_one_event(theirs: TheirServer, house: House) -> None:
    """O2, O3: one event has one place, and 800 dates at most."""
    many = WorkshopPageFactory(parent=house.agenda)
    starts = [morning_in(30 + day) for day in range(801)]
    Session.objects.bulk_create(
        Session(event=many, starts_at=start, ends_at=start + dt.timedelta(hours=1)) for start in starts
    )
    assert tell() == 0
    Session.objects.filter(event=many).latest("starts_at").delete()
    assert tell() == 1
    assert len(theirs.last_event["timings"]) == 800
    series = SeriesPageFactory(parent=house.agenda)
    for days, venue in ((60, "Salle du Lavoir"), (67, "Salle des fêtes")):
        page = VideoWorkshopPageFactory(parent=series, modality=Modality.ON_SITE, venue_name=venue)
        SessionFactory(event=page, days=days)
    save_wish(page=series, dates=OpenAgendaDates.TOGETHER, answers={})
    assert tell() == 0
    EventPage.objects.filter(pk=page.pk).update(venue_name="Salle du Lavoir")
    assert tell() == 1


def test_a_day_of_25_hours_is_counted_as_it_is(theirs: TheirServer, session: Session) -> None:
    """O2: from midnight to midnight, when the clock goes back, is one hour too long."""
    start, end = (dt.datetime(2027, *day, tzinfo=timezone.get_current_timezone()) for day in ((10, 31), (11, 1)))
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=end)
    assert tell() == 0
    Session.objects.filter(pk=session.pk).update(ends_at=end - dt.timedelta(hours=1))
    assert tell() == 1


# Refusals


def test_an_agenda_without_status_reads_it_in_the_conditions(theirs: TheirServer, session: Session) -> None:
    """O4."""
    theirs.refused_field = "status"
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    assert [tell(), tell()] == [1, 0]
    body = theirs.last_event
    assert ("status" in body, body["conditions"]["fr"].startswith("Annulé")) == (False, True)


def test_another_refusal_is_kept_in_their_words(theirs: TheirServer, session: Session, version: int) -> None:
    """O4, O9: without the state it would be refused as well."""
    theirs.refused_field = "keywords"
    session.event.topics.add(TopicFactory())
    session.event.save()
    assert tell() == 0
    assert len([path for _method, path in theirs.written if "/events" in path]) == 1
    assert "not here" in OpenAgendaPush.objects.get().error


def test_when_nobody_answers_the_round_stops_and_is_taken_up_again_later(theirs: TheirServer, session: Session) -> None:
    SessionFactory(event=WorkshopPageFactory(parent=session.event.get_parent()), open=True)
    theirs.is_down = True
    assert [tell(), tell(dt.timedelta(minutes=1))] == [0, 0]
    assert (len(theirs.asked), OpenAgendaPush.objects.count()) == (2, 2)
    theirs.is_down = False
    assert tell(dt.timedelta(minutes=12)) == 2
    assert list(OpenAgendaPush.objects.values_list("error", flat=True)) == ["", ""]


@pytest.mark.parametrize(
    "nonsense", [[], "bonjour", {}, {"uid": "x"}, {"event": 3, "location": 3}, {"access_token": ""}]
)
def test_an_answer_that_makes_no_sense_is_a_failure_and_stops_nothing(
    theirs: TheirServer, session: Session, nonsense: Any
) -> None:
    theirs.nonsense = nonsense
    assert (tell(), follow_openagenda(timezone.now())) in ((0, 0), (0, 1))
    assert OpenAgendaPush.objects.get().failed_at is not None


# What leaves


def test_an_unpublished_event_is_withdrawn(theirs: TheirServer, session: Session, version: int) -> None:
    """O10."""
    tell()
    session.event.specific.unpublish()
    assert [tell() for _tick in range(2)] == [1, 0]
    key = session.event.translation_key
    assert theirs.written[-1] == ("DELETE", f"/v{version}/events/ext/dirigeable/{key}")
    session.event.specific.save_revision().publish()
    assert tell() == 1


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_may_have_arrived_when_the_answer_was_lost_is_withdrawn(
    theirs: TheirServer, session: Session, version: int, is_refused: bool
) -> None:
    """O10."""
    theirs.loses_its_answers, theirs.refused_field = True, "title" if is_refused else ""
    assert tell() == 0
    push = OpenAgendaPush.objects.get()
    assert (push.remote_uid, push.failed_at is not None) == ("", True)
    theirs.loses_its_answers = False
    session.event.specific.unpublish()
    assert [tell(after=dt.timedelta(minutes=minutes)) for minutes in (11, 22)] == [1, 0]
    assert withdrawn(theirs) == [str(session.event.translation_key)]


def test_a_deleted_event_and_one_without_dates_are_withdrawn(theirs: TheirServer, session: Session) -> None:
    """O10: what was told outlives the page; what is gone there already is gone."""
    other = SessionFactory(event=WorkshopPageFactory(parent=session.event.get_parent()), open=True)
    tell()
    other.delete()
    key = str(session.event.translation_key)
    session.event.specific.delete()
    theirs.events.clear()
    assert [tell(), tell()] == [2, 0]
    assert sorted(withdrawn(theirs)) == sorted([key, str(other.event.translation_key)])
    assert [push.page_id for push in OpenAgendaPush.objects.all()] == [other.event_id]


def test_an_event_kept_for_some_is_withdrawn_and_one_that_is_over_stays(theirs: TheirServer, session: Session) -> None:
    """O10: what nobody may read here is not read there."""
    tell()
    assert tell(dt.timedelta(days=400)) == 0
    PageViewRestriction.objects.create(page=session.event, restriction_type=PageViewRestriction.LOGIN)
    assert [tell() for _tick in range(2)] == [1, 0]
    assert withdrawn(theirs) == [str(session.event.translation_key)]


def test_what_their_people_take_out_is_not_put_back_until_an_editor_asks(
    theirs: TheirServer, session: Session, client: Client
) -> None:
    """O10: read with `removed=1` and `updatedAt[gte]`, page after page."""
    now = timezone.now()
    follow_openagenda(now - dt.timedelta(days=1))
    tell()
    for uid in (901, 902, 903):
        theirs.removes(uid, now)
    theirs.removes(7, now)
    assert follow_openagenda(now) == 2  # the form, a day later, and the event
    read = [path for _method, path in theirs.asked if path.startswith("/v2/agendas/42/events?")]
    assert (sum("removed=1" in path for path in read), all("updatedAt%5Bgte%5D=20" in path for path in read)) == (
        3,
        True,
    )
    RegistrationFactory.create_batch(2, session=session)
    assert tell() == 0
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/ateliers/{session.event_id}/openagenda/"
    assert "Retiré de l’agenda par son équipe" in client.get(address).content.decode()
    client.post(address, {"reprendre": "1"})
    assert tell() == 1
    # What was read again of the same removal says nothing new.
    OpenAgendaPush.objects.update(remote_updated_at=now + dt.timedelta(seconds=1))
    assert follow_openagenda(now + dt.timedelta(hours=2)) == 0


def test_what_their_people_change_is_said_and_what_we_wrote_is_not(theirs: TheirServer, session: Session) -> None:
    """O10."""
    tell()
    push = OpenAgendaPush.objects.get()
    assert push.remote_updated_at is not None
    now = timezone.now()
    theirs.changes(7, push.remote_updated_at)
    assert follow_openagenda(now) == 1  # the form
    theirs.changes(7, now)
    assert [follow_openagenda(now + dt.timedelta(hours=hours)) for hours in (2, 4)] == [1, 0]
    assert OpenAgendaPush.objects.get().changed_there_at == now
    RegistrationFactory.create_batch(2, session=session)
    tell()
    assert OpenAgendaPush.objects.get().changed_there_at is None


def test_reading_is_done_once_an_hour_and_a_failure_keeps_what_was_read(theirs: TheirServer) -> None:
    """O9, O10."""
    theirs.form = FORM
    now = timezone.now()
    assert [follow_openagenda(now + dt.timedelta(minutes=minutes)) for minutes in (0, 30)] == [1, 0]
    read = len(theirs.asked)
    theirs.is_down, theirs.form = True, []
    assert follow_openagenda(now + dt.timedelta(days=2)) == 0
    assert len(theirs.asked) == read + 1
    kept = OpenAgendaForm.objects.get()
    assert (kept.title, kept.fields, kept.read_at) == ("Agenda de la vallée", FORM, now)


def test_an_agenda_that_hides_its_form_still_tells_what_it_took_out(theirs: TheirServer, session: Session) -> None:
    """O9, O10."""
    tell()
    theirs.hides_its_form = True
    now = timezone.now()
    theirs.removes(7, now)
    assert follow_openagenda(now) == 1
    assert OpenAgendaPush.objects.get().removed_there_at == now


# What the agenda asks


@pytest.fixture
def asking(theirs: TheirServer) -> TheirServer:
    """Their agenda has a form, and the clock read it."""
    theirs.form = FORM
    follow_openagenda(timezone.now())
    theirs.asked.clear()
    return theirs


def test_what_the_agenda_asks_is_read_before_publication_and_filled(
    asking: TheirServer, workshop: WorkshopPage, client: Client, version: int
) -> None:
    """O9: nothing of it waits for their servers."""
    workshop.unpublish()
    client.force_login(UserFactory(is_superuser=True))
    edit, address = f"/admin/pages/{workshop.pk}/edit/", f"/admin/ateliers/{workshop.pk}/openagenda/"
    page = client.get(edit).content.decode()
    lines = ["Thèmes, à remplir dans l’écran", "Qui porte, à remplir dans l’écran", "Image, à remplir dans la page"]
    lines += ["L’agenda « Agenda de la vallée » demande aussi", "Affiche, à remplir sur openagenda.com"]
    plain = page.replace("\u202f", " ").replace("\u00a0", " ")
    assert [line for line in lines if line not in plain] == []
    assert "Lien, à remplir" not in page  # asked of online events only
    refused = client.post(address, {"dates": "together", "champ-0": ["8"], "champ-1": "x" * 41})
    assert (refused.status_code, OpenAgendaWish.objects.count()) == (422, 0)
    assert client.post(address, {"dates": "together", "champ-0": ["99"], "champ-1": "Nous"}).status_code == 422
    client.post(address, {"dates": "together", "champ-0": ["8", "61"], "champ-1": "La Régie", "intrus": "x"})
    assert asking.asked == []
    answers = {"themes": [8, 61], "porteur": "La Régie"}
    assert OpenAgendaWish.objects.get().answers == answers
    assert "Thèmes, à remplir" not in client.get(edit).content.decode()
    workshop.listing_image = ImageFactory()
    workshop.save_revision().publish()
    SessionFactory(event=workshop, open=True)
    assert tell() == 1
    body = asking.last_event
    assert (body["additionalFields"] if version == 3 else {name: body[name] for name in answers}) == answers


def test_an_option_or_a_field_that_is_no_longer_offered_is_not_sent() -> None:
    """O8, O9: an unknown one would refuse the whole event."""
    answers = {"themes": [8, 99], "porteur": "Nous", "ancien": 3, "title": "Autre", "lien": "Salle 2"}
    here, online = {"attendanceMode": 1}, {"attendanceMode": 2}
    own = {"themes": [8], "porteur": "Nous"}
    assert with_answers(here, FORM, answers) == {**here, "additionalFields": own}
    assert with_answers(online, FORM, answers) == {**online, "additionalFields": {**own, "lien": "Salle 2"}}
    assert with_answers(here, [], answers) == here


def test_what_was_answered_is_kept_for_the_next_edition(workshop: WorkshopPage) -> None:
    """O9."""
    save_wish(page=workshop, dates="apart", answers={"porteur": "Nous"})
    next_one = clone_event(
        event=workshop, title="L’an prochain", slug="l-an-prochain", first_day=dt.date(2027, 3, 4), by=UserFactory()
    )
    wish = OpenAgendaWish.objects.get(page=next_one.pk)
    assert (wish.dates, wish.answers) == ("apart", {"porteur": "Nous"})


def test_answers_stay_while_the_form_is_not_read(theirs: TheirServer, workshop: WorkshopPage, client: Client) -> None:
    """O9: their silence takes nothing away."""
    save_wish(page=workshop, dates="", answers={"porteur": "Nous"})
    client.force_login(UserFactory(is_superuser=True))
    client.post(f"/admin/ateliers/{workshop.pk}/openagenda/", {"dates": "apart"})
    wish = OpenAgendaWish.objects.get()
    assert (wish.dates, wish.answers) == ("apart", {"porteur": "Nous"})


@pytest.mark.parametrize(
    ("described", "said", "expected"),
    [
        ({"optional": False}, {}, True),
        ({"optional": True}, {}, False),
        ({}, {}, False),
        ({"optionalWith": "image"}, {}, True),
        ({"optionalWith": "image"}, {"image": {"url": "x"}}, False),
        ({"optional": False, "enable": False}, {}, None),
        ({"optional": False, "enableWith": "image"}, {}, None),
        ({"optional": False, "enableWith": {"field": "attendanceMode", "value": 2}}, {"attendanceMode": 2}, True),
    ],
)
def test_a_field_is_compulsory_as_their_form_says(described: Any, said: Any, expected: bool | None) -> None:
    """O9: `optional` goes first; a field that does not apply is not asked."""
    fields = asked_fields([{"field": "qui", "fieldType": "text", "schemaId": 9, **described}], said)
    assert next((field.is_required for field in fields), None) == expected


def test_a_field_is_the_agenda_s_own_by_its_path_or_its_schema() -> None:
    """O9: a native field that an agenda overrides is still a native field."""
    described = [
        {"field": "qui", "path": "additionalFields.qui", "schemaId": None},
        {"field": "image", "path": "image", "schemaId": 9},
        {"field": "image", "schemaId": 9, "schemaType": "agenda"},
        {"field": "qui", "schemaType": "network"},
    ]
    assert [field.is_own for field in asked_fields(described, {})] == [True, False, False, True]


def test_every_kind_of_field_has_its_question_and_its_value(
    theirs: TheirServer, workshop: WorkshopPage, client: Client
) -> None:
    """O9."""
    kinds = ["radio", "multiselect", "integer", "number", "boolean", "date", "email", "link", "phone", "markdown"]
    theirs.form = [
        {"field": kind, "fieldType": kind, "label": {"fr": kind}, "schemaId": 9, "options": THEMES} for kind in kinds
    ]
    theirs.form += [
        {"field": "langues", "fieldType": "textarea", "languages": [], "schemaId": 9},
        {"field": "age", "fieldType": "age", "optional": False, "label": {"fr": "Âge"}},
        {"type": "section"}, "n’importe quoi", {"field": "x", "options": 3, "label": [], "max": "y", "enableWith": 4},
    ]  # fmt: skip
    follow_openagenda(timezone.now())
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/ateliers/{workshop.pk}/openagenda/"
    assert client.get(address).status_code == 200
    given = ["61", ["8"], "3", "2.5", "on", "2027-03-04", "a@b.fr", "https://b.fr/x", "04 92", "**Oui**", "Bonjour"]
    # The compulsory field comes first, the others in the order of the form.
    data = {f"champ-{number}": value for number, value in enumerate(given, start=1)}
    client.post(address, {"dates": "together", "champ-0-min": "6", "champ-0-max": "", **data})
    values = [61, [8], 3, 2.5, True, "2027-03-04", "a@b.fr", "https://b.fr/x", "04 92", "**Oui**", {"fr": "Bonjour"}]
    expected = {**dict(zip([*kinds, "langues"], values, strict=True)), "age": {"min": 6, "max": None}}
    assert OpenAgendaWish.objects.get().answers == expected
    assert client.get(address).status_code == 200
    SessionFactory(event=workshop, open=True)
    assert tell() == 1
    assert theirs.last_event["age"] == {"min": 6, "max": None}


def test_a_series_and_its_dates_say_which_of_them_is_told(
    asking: TheirServer, house: House, client: Client, django_assert_num_queries: Any
) -> None:
    """O2, O9: the agenda's questions are asked where the answer is sent from, at the same cost for three dates."""
    series = SeriesPageFactory(parent=house.agenda, title="Les manettes")
    event = VideoWorkshopPageFactory(parent=series)
    SessionFactory(event=event)
    client.force_login(UserFactory(is_superuser=True))
    edit, screen = f"/admin/pages/{series.pk}/edit/", f"/admin/ateliers/{series.pk}/openagenda/"
    apart = client.get(edit).content.decode()
    assert ("Chaque date est transmise à part" in apart, "demande aussi" in apart) == (True, False)
    assert "demande aussi" in client.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    client.post(screen, {"dates": "together"})
    assert "demande aussi" in client.get(screen).content.decode()
    assert "transmise avec celles de son cycle" in client.get(f"/admin/pages/{event.pk}/edit/").content.decode()
    for number in (1, 3):
        while Session.objects.count() < number:
            SessionFactory(event=VideoWorkshopPageFactory(parent=series), days=40 + Session.objects.count())
        with django_assert_num_queries(SCREEN):
            standing_of(series, "42", timezone.now())


def test_the_screen_is_for_those_who_may_edit_the_page(
    theirs: TheirServer, workshop: WorkshopPage, client: Client, settings: Any
) -> None:
    address = f"/admin/ateliers/{workshop.pk}/openagenda/"
    client.force_login(UserFactory(groups=["Animation"]))
    assert client.get(address).status_code == 200
    assert client.get(f"/admin/ateliers/{workshop.get_parent().pk}/openagenda/").status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(groups=["Animation"]))
    settings.OPENAGENDA = {}
    assert client.get(address).status_code == 404
    assert "openagenda/" not in client.get(f"/admin/pages/{workshop.pk}/edit/").content.decode()


def test_asking_again_for_what_was_not_taken_out_changes_nothing(theirs: TheirServer, session: Session) -> None:
    tell()
    assert (send_again(page=session.event), tell()) == (0, 0)


# What may be read here


def test_an_agenda_may_read_the_public_list_page_by_page(
    client: Client, session: Session, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O11: the fields of what is pushed, the same choice as the agenda page, never the join link."""
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    parent = session.event.get_parent()

    def add(**values: Any) -> None:
        page = WorkshopPageFactory(parent=parent, listing_image=ImageFactory(), territory=TerritoryFactory(), **values)
        page.topics.add(TopicFactory())
        page.save()
        SessionFactory(event=page, join_url=SECRET)

    add()
    client.get("/agenda.json")
    with django_assert_num_queries(QUERIES):
        client.get("/agenda.json")
    for values in ({}, {}, {"live": False}):
        add(**values)
    client.get("/agenda.json")
    with django_assert_num_queries(QUERIES):
        first = client.get("/agenda.json")
    said = first.json()
    assert (said["total"], said["page"], said["pages"], len(said["events"])) == (4, 1, 2, 3)
    known = {*EVENT_INPUT["properties"], "uid", "url", "updatedAt"}
    assert all(set(event) <= known for event in said["events"])
    one = said["events"][0]
    assert (one["uid"], one["status"], len(one["timings"])) == (str(session.event.translation_key), 1, 1)
    assert SECRET not in first.content.decode()
    assert len(client.get("/agenda.json?page=2").json()["events"]) == 1
    assert client.get("/agenda.json?type=formations").json()["events"] == []
    assert client.get("/agenda.json?page=rien&theme=%00").status_code == 200
