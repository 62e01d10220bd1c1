"""What the public sees of events, in a number of queries that does not grow."""

import datetime as dt
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.dates import short_date_text
from cms.models import Topic
from events import services
from events.elsewhere import editions_of
from events.enums import DiagnosisKind, Modality, PriceKind, SeedState, SessionState
from events.models import EventPage, MeetingPage, SeriesPartner, Session, WorkshopPage
from events.selectors import dates_of
from events.services import Participant
from events.structured import structured_data
from home.enums import PartnerRole
from people.services import withdraw_consent
from tests.factories.cms import TerritoryFactory, TopicFactory
from tests.factories.events import (
    ContactFactory,
    DiagnosisItemFactory,
    EventPartnerFactory,
    MeetingPageFactory,
    ModuleFactory,
    ProfileFactory,
    QuotaFactory,
    RegistrationFactory,
    SeedFactory,
    SeriesPageFactory,
    SessionFactory,
    TimetableSlotFactory,
    TrainingPageFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
    morning_in,
)
from tests.factories.home import OrganisationPageFactory, ProgrammePageFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db
SECRET = "https://visio.example/salle-tres-secrete-4217"


def html(client: Client, page: Page, query: str = "") -> str:
    response = client.get(f"{page.url}{query}")
    assert response.status_code == 200
    return str(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def queries(client: Client, page: Page) -> int:
    client.get(page.url)  # warm: site paths, content types
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(page.url)
    return len(captured)


def test_a_workshop_shows_its_dates_places_and_timetable(client: Client, workshop: WorkshopPage) -> None:
    session = SessionFactory(event=workshop, open=True, title="Premier temps : se connaître")
    RegistrationFactory(session=session)
    TimetableSlotFactory(session=session, title="Accueil café")
    text = html(client, workshop)
    for said in ("Premier temps : se connaître", "19 places", "Accueil café", "Salle du Lavoir", "3 h", "Gratuit"):
        assert said in text
    assert f"/inscriptions/{workshop.pk}/?seance={session.pk}" in text


def test_whoever_wants_comes_to_an_open_meeting(client: Client, house: House) -> None:
    """Item 1 of the issue of registrations: announced, one just comes; open, one registers as anywhere else."""
    meeting = MeetingPageFactory(parent=house.agenda, without_registration=True)
    session = SessionFactory(event=meeting)
    for text in (html(client, meeting), html(client, house.agenda, "?type=reunions")):
        assert "entrée libre" in text
        assert "inscriptions bientôt" not in text
    assert "/inscriptions/" not in html(client, meeting)
    assert "entrée libre" not in html(client, house.agenda, "?type=ateliers")
    with time_machine.travel(session.starts_at + dt.timedelta(hours=1)):
        assert "entrée libre" in html(client, meeting), "one may come in late"
    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    assert f"/inscriptions/{meeting.pk}/" in html(client, meeting)


def test_nothing_leads_to_a_form_that_a_meeting_without_registration_has_not(client: Client, house: House) -> None:
    """Nor an offer to search engines, nor « on ne peut plus s’inscrire » to somebody who typed the address."""
    meeting = MeetingPageFactory(parent=house.agenda, without_registration=True)
    SessionFactory(event=meeting)
    (event,) = structured_data(meeting, dates_of(meeting))["@graph"]
    assert (event["isAccessibleForFree"], "offers" in event) == (True, False)
    response = client.get(f"/inscriptions/{meeting.pk}/")
    assert (response.status_code, "On vient sans s’inscrire" in response.content.decode()) == (200, True)


def test_a_meeting_that_counts_nobody_always_has_room(client: Client, house: House) -> None:
    free = MeetingPageFactory(parent=house.agenda, without_registration=True)
    for meeting in (free, MeetingPageFactory(parent=house.agenda)):
        SessionFactory(event=meeting)
        SessionFactory(event=meeting, cancelled=True)
    full = SessionFactory(event=MeetingPageFactory(parent=house.agenda), open=True, capacity=1, full=True)
    open_ = SessionFactory(event=MeetingPageFactory(parent=house.agenda), open=True)
    assert set(Session.objects.with_room()) == {free.sessions.get(state=SessionState.ANNOUNCED), open_}
    text = html(client, house.agenda, "?places=1")
    assert [event.title in text for event in (free, open_.event, full.event)] == [True, True, False]


@pytest.mark.parametrize("modality", [Modality.ONLINE, Modality.HYBRID])
def test_nobody_comes_from_afar_without_registering(modality: Modality) -> None:
    """S0-25: the join link goes to those registered, and to no one else."""
    meeting = MeetingPage(title="Un soir", without_registration=True, modality=modality)
    with pytest.raises(ValidationError, match="ouvrez les inscriptions"):
        meeting.clean()
    meeting.without_registration = False
    meeting.clean()


@pytest.mark.parametrize("number", [1, 3])
def test_open_meetings_ask_nothing_more_of_the_agenda(client: Client, house: House, number: int) -> None:
    for _ in range(number):
        SessionFactory(event=MeetingPageFactory(parent=house.agenda, without_registration=True))
    many = queries(client, house.agenda)
    SessionFactory(event=MeetingPageFactory(parent=house.agenda, without_registration=True))
    assert queries(client, house.agenda) == many


@pytest.mark.parametrize(
    ("traits", "said", "may_register"),
    [
        ({"open": True, "capacity": 1}, "dernière place", True),
        ({"open": True, "capacity": 1, "full": True}, "complet, liste d’attente", True),
        ({"state": SessionState.ANNOUNCED}, "inscriptions bientôt", False),
        ({"open": True, "registration_opens_at": morning_in(9)}, "inscriptions dès le", False),
        ({"state": SessionState.CLOSED}, "inscriptions closes", False),
        ({"state": SessionState.POSTPONED}, "reporté", False),
        ({"cancelled": True}, "annulé", False),
        ({"past": True}, "a eu lieu", False),
    ],
)
def test_each_state_of_a_date_is_said_in_words(
    client: Client, workshop: WorkshopPage, traits: dict[str, object], said: str, may_register: bool
) -> None:
    SessionFactory(event=workshop, **traits)
    text = html(client, workshop)
    assert said in text
    assert ('href="/inscriptions/' in text) is may_register


@pytest.mark.parametrize("title", ["", "Premier temps"])
def test_a_date_put_off_without_another_is_written_once_and_struck(
    client: Client, workshop: WorkshopPage, title: str
) -> None:
    session = SessionFactory(event=workshop, state=SessionState.POSTPONED, title=title)
    (date,) = BeautifulSoup(html(client, workshop), "html.parser").select("li.date")
    day = short_date_text(session.local_date)
    assert (date.get_text().count(day), day in date.s.get_text()) == (1, True)
    assert "reporté, nouvelle date à venir" in date.get_text()
    assert date.select("time") == []


def test_a_link_is_promised_as_long_as_a_date_may_be_attended(client: Client, house: House) -> None:
    promise = "La veille, le lien est donné aux personnes inscrites"
    event = VideoWorkshopPageFactory(parent=SeriesPageFactory(parent=house.agenda), modality=Modality.ONLINE)
    assert promise in html(client, event)
    SessionFactory(event=event, cancelled=True)
    assert promise not in html(client, event)
    SessionFactory(event=event, open=True)
    assert promise in html(client, event)


def test_after_the_workshop_the_page_shows_what_it_produced_and_nothing_private(
    client: Client, workshop: WorkshopPage
) -> None:
    """S3-29, law.md C-10."""
    SessionFactory(event=workshop, past=True)
    DiagnosisItemFactory(workshop=workshop, text="Le dernier car part à 18 heures.", author__family_name="Anonyme")
    quoted = DiagnosisItemFactory(
        workshop=workshop, kind=DiagnosisKind.LEVER, text="Le marché réunit tout le monde.", quoted=True
    )
    DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.POINT_OF_VIEW, text="On ne sait pas qui part.")
    hidden = ContactFactory(workshop=workshop, participant=True, person__family_name="Cachée")
    shown = ContactFactory(workshop=workshop, agreed=True, person__family_name="Montrée")
    ContactFactory(workshop=workshop, organisation_name="Régie de quartier")
    SeedFactory(workshop=workshop, title="Boîte à outils du covoiturage", state=SeedState.GROWING)
    text = html(client, workshop)
    for said in (
        "Ce que l’atelier a produit",
        "18 heures",
        "Le marché réunit",
        "Point de vue",
        "Régie de quartier",
        "En pousse",
    ):
        assert said in text
    assert str(shown.person) in text
    assert str(quoted.author) in text
    assert str(hidden.person) not in text
    withdraw_consent(consent=shown.consent)
    withdraw_consent(consent=quoted.quote_consent)
    text = html(client, workshop)
    assert (str(shown.person) in text, str(quoted.author) in text) == (False, False)


def test_before_it_is_over_the_outputs_stay_inside(client: Client, workshop: WorkshopPage) -> None:
    SessionFactory(event=workshop, past=True)
    SessionFactory(event=workshop, open=True)
    DiagnosisItemFactory(workshop=workshop, text="Une phrase recueillie en amont")
    assert "recueillie en amont" not in html(client, workshop)


def test_a_series_says_its_dates_without_the_year_and_its_common_format(client: Client, house: House) -> None:
    """S0-16 to S0-20."""
    series = SeriesPageFactory(parent=house.agenda, title="Les manettes")
    for day, topic in ((21, "Forces du partenariat"), (4, "Budget")):
        month = 1 if day == 21 else 2
        start = dt.datetime(2021, month, day, 8, tzinfo=dt.UTC)
        page = VideoWorkshopPageFactory(parent=series, title=topic)
        session = SessionFactory(event=page, past=True, starts_at=start, ends_at=start + dt.timedelta(hours=1))
        TimetableSlotFactory(session=session, title="Connexion")
    draft = VideoWorkshopPageFactory(parent=series, title="Un brouillon", live=False)
    SessionFactory(event=draft, past=True)
    text = html(client, series)
    assert "jeudi 21 janvier</time>" in text.replace(", de 9 h à 10 h", "")
    assert text.index("Forces du partenariat") < text.index("Budget")
    assert ("en 2021" in text, "Connexion" in text, "Un brouillon" in text) == (True, True, False)


def test_a_series_says_its_price_and_its_place_when_all_its_dates_agree(client: Client, house: House) -> None:
    """S0-09, S0-21, J9."""
    series = SeriesPageFactory(parent=house.agenda)
    pages = [VideoWorkshopPageFactory(parent=series, modality=Modality.ONLINE) for _ in range(2)]
    for page in pages:
        SessionFactory(event=page, open=True)

    def facts() -> list[str]:
        found = BeautifulSoup(html(client, series), "html.parser").select(".facts dd")
        return [" ".join(each.get_text(" ").split()) for each in found]

    assert facts()[:2] == ["En visioconférence", "Gratuit"]
    EventPage.objects.filter(pk=pages[0].pk).update(price_kind=PriceKind.PAY_WHAT_YOU_CAN)
    assert facts() == []


def test_a_training_adds_up_its_modules(client: Client, house: House) -> None:
    """S4-01, S4-02: 3 h + 4 × 2 h + 2 h = 13 h."""
    training = TrainingPageFactory(parent=house.agenda, title="Continuité")
    for title, count, hours in (("Échange", 1, 3), ("Outils", 4, 2), ("Suites", 1, 2)):
        module = ModuleFactory(training=training, title=title)
        for number in range(count):
            start = morning_in(30 + number)
            SessionFactory(event=training, module=module, starts_at=start, ends_at=start + dt.timedelta(hours=hours))
    SessionFactory(event=training, cancelled=True)
    text = html(client, training)
    assert "13 h" in text
    assert "4 séances de 2 h, 8 h en tout" in text


def test_the_join_link_is_nowhere_public(client: Client, house: House, workshop: WorkshopPage) -> None:
    """S0-25, law.md L-11."""
    series = SeriesPageFactory(parent=house.agenda)
    video = VideoWorkshopPageFactory(parent=series)
    training = TrainingPageFactory(parent=house.agenda)
    for page in (workshop, video, training):
        SessionFactory(event=page, open=True, join_url=SECRET)
    addresses = [page.url for page in (workshop, video, training, series, house.agenda, house.home)]
    addresses += [f"/inscriptions/{page.pk}/" for page in (workshop, video, training, series)]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert SECRET not in response.content.decode()


def test_the_agenda_lists_what_comes_by_month_then_what_is_over(
    client: Client, house: House, workshop: WorkshopPage
) -> None:
    SessionFactory(event=workshop, open=True)
    SessionFactory(event=workshop, past=True)
    over = WorkshopPageFactory(parent=house.agenda, title="Un atelier fini")
    SessionFactory(event=over, past=True)
    SessionFactory(event=WorkshopPageFactory(parent=house.agenda, title="Annulé", live=True), cancelled=True)
    SessionFactory(event=WorkshopPageFactory(parent=house.agenda, title="Brouillon", live=False), open=True)
    text = html(client, house.agenda)
    months, _, past = text.partition("Déjà passés")
    assert ("Se déplacer autrement" in months, "Se déplacer autrement" in past) == (True, False)
    assert ("Un atelier fini" in months, "Un atelier fini" in past) == (False, True)
    assert ("Brouillon" in text, ">Annulé<" in months, ">Annulé<" in past) == (False, True, False)


@time_machine.travel("2027-02-01 08:00:00+00:00", tick=False)
def test_a_programme_shows_the_next_date_of_its_events_and_never_a_draft_one(client: Client, house: House) -> None:
    programme = ProgrammePageFactory(parent=house.programmes)
    training = TrainingPageFactory(parent=house.agenda, programme=programme)
    for state, days in (("took-place", -26), ("open", 10), ("open", 50), ("draft", 370)):
        SessionFactory(event=training, state=state, days=days)
    (teaser,) = editions_of(programme)
    assert teaser.date == timezone.localdate(morning_in(days=10))


def test_a_cancelled_date_is_said_to_be_so_where_people_look_for_it(
    client: Client, house: House, workshop: WorkshopPage
) -> None:
    """The page and the feed show the same dates (I14)."""
    session = SessionFactory(event=workshop, cancelled=True)
    assert "annulé" in BeautifulSoup(html(client, house.agenda), "html.parser").select_one(".months").get_text()
    month = html(client, house.agenda, f"?vue=mois&mois={session.local_date:%Y-%m}")
    assert "Se déplacer autrement (annulé)" in BeautifulSoup(month, "html.parser").get_text()
    assert str(session.uuid) in client.get("/agenda.ics").content.decode()
    assert "Se déplacer autrement" not in html(client, house.agenda, "?places=1")


def test_the_agenda_can_be_narrowed(client: Client, house: House, workshop: WorkshopPage) -> None:
    topic: Topic = TopicFactory(name="Mobilité")
    territory = TerritoryFactory(name="Sainte-Ourse")
    workshop.topics.add(topic)
    workshop.territory = territory
    workshop.save()
    training = TrainingPageFactory(parent=house.agenda, title="Formation aux outils")
    for page in (workshop, training):
        SessionFactory(event=page, open=True)

    def listed(query: str) -> tuple[bool, bool]:
        text = html(client, house.agenda, query)
        return "Se déplacer autrement" in text, "Formation aux outils" in text

    assert listed("") == (True, True)
    assert listed("?theme=mobilite") == (True, False)
    assert listed("?territoire=sainte-ourse") == (True, False)
    assert listed("?type=formations") == (False, True)
    assert listed("?type=formations&theme=mobilite") == (False, False)


def test_the_agenda_is_shown_as_a_month_with_the_same_choice(
    client: Client, house: House, workshop: WorkshopPage
) -> None:
    session = SessionFactory(event=workshop, open=True)
    SessionFactory(event=TrainingPageFactory(parent=house.agenda, title="Formation aux outils"), open=True)
    month = f"?vue=mois&mois={session.local_date:%Y-%m}"

    def listed(query: str) -> tuple[bool, bool]:
        text = html(client, house.agenda, query)
        return "Se déplacer autrement" in text, "Formation aux outils" in text

    assert listed(month) == (True, True)
    assert listed(f"{month}&type=ateliers") == (True, False)
    assert listed("?vue=mois&mois=2020-02") == (False, False)
    assert listed("?vue=mois&mois=treize") == listed("?vue=mois")


def test_the_mix_of_profiles_the_price_and_the_way_there_are_said(client: Client, workshop: WorkshopPage) -> None:
    """S1-05, S0-21: the gauge is that of the moment."""
    workshop.price_kind, workshop.price_amount, workshop.price_url = PriceKind.AMOUNT, 12, "https://payer.example/a"
    workshop.venue_address, workshop.venue_access = "3 rue du Lavoir\n05100 Valclair", "Boucle magnétique."
    workshop.hearing_impaired = workshop.motor_impaired = True
    workshop.save()
    session = SessionFactory(event=workshop, open=True)
    social, culture = ProfileFactory(name="du social"), ProfileFactory(name="de la culture")
    for profile in (social, culture):
        QuotaFactory(session=session, size=2, profiles=[profile])
    for name in ("Ada", "Bruno"):
        services.register_people(
            sessions=[session],
            people=[Participant(name, "Durand", f"{name}@valclair.example", profile_id=social.pk)],
            submission_key=uuid4(),
            source="",
        )
    text = strip_tags(html(client, workshop))
    for said in ("du social 2 sur 2, complet", "de la culture 0 sur 2", "12 €", "Boucle magnétique."):
        assert said in " ".join(text.split())
    assert "personnes sourdes ou malentendantes, personnes avec un handicap moteur" in " ".join(text.split())
    page = html(client, workshop)
    assert 'href="https://payer.example/a"' in page
    assert "https://www.openstreetmap.org/search?query=Salle%20du%20Lavoir%203%20rue%20du%20Lavoir" in page


def test_a_seed_has_its_page_while_its_workshop_is_public(client: Client, workshop: WorkshopPage) -> None:
    seed = SeedFactory(workshop=workshop, title="Covoiturage du marché")
    response = client.get("/graines/covoiturage-du-marche/")
    assert (response.status_code, seed.need in response.content.decode()) == (200, True)
    workshop.unpublish()
    assert client.get("/graines/covoiturage-du-marche/").status_code == 404


def test_a_series_says_who_stands_behind_it_and_each_of_its_dates_repeats_it(client: Client, house: House) -> None:
    """S0-03: who pilots and who funds, typed once; what a date adds shows on both, nobody twice in a role."""
    agency, town = (
        OrganisationPageFactory(parent=house.organisations, title=name) for name in ("L’agence", "La ville")
    )
    series = SeriesPageFactory(parent=house.agenda, title="Les manettes")
    SeriesPartner.objects.create(page=series, organisation=agency, role=PartnerRole.PILOT)
    date, other = (VideoWorkshopPageFactory(parent=series) for _ in range(2))
    for organisation, role in ((agency, PartnerRole.PILOT), (town, PartnerRole.FUNDER)):
        EventPartnerFactory(page=date, organisation=organisation, role=role)
    both, its_own = [("L’agence", "pilote"), ("La ville", "finance")], [("L’agence", "pilote")]
    assert [roles(client, page) for page in (series, date, other)] == [both, both, its_own]
    assert "Les manettes" in html(client, agency), "the organisation says what it took part in"
    assert "Les manettes" not in html(client, town)


def roles(client: Client, page: Page) -> list[tuple[str, str]]:
    """Each organisation and what it does, as the page says it."""
    found = re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span class="meta">([^<]+)</span>', html(client, page))
    return [(name, role) for name, role in found]


def fill_workshop(workshop: WorkshopPage, house: House, count: int) -> None:
    for _ in range(count):
        session = SessionFactory(event=workshop, past=True)
        TimetableSlotFactory(session=session)
        DiagnosisItemFactory(workshop=workshop, quoted=True)
        DiagnosisItemFactory(workshop=workshop, kind=DiagnosisKind.NEED)
        ContactFactory(workshop=workshop, agreed=True)
        ContactFactory(workshop=workshop, organisation=OrganisationPageFactory(parent=house.organisations))
        SeedFactory(workshop=workshop)
        EventPartnerFactory(
            page=workshop, organisation=OrganisationPageFactory(parent=house.organisations), role=PartnerRole.FUNDER
        )


def fill_series(series: Page, house: House, count: int) -> None:
    for _ in range(count):
        session = SessionFactory(event=VideoWorkshopPageFactory(parent=series), open=True)
        TimetableSlotFactory(session=session)
        SeriesPartner.objects.create(page=series, organisation=OrganisationPageFactory(parent=house.organisations))


def fill_training(training: Page, house: House, count: int) -> None:
    for _ in range(count):
        SessionFactory(event=training, open=True, module=ModuleFactory(training=training))


def fill_agenda(agenda: Page, house: House, count: int) -> None:
    for _ in range(count):
        SessionFactory(event=WorkshopPageFactory(parent=agenda, territory=TerritoryFactory()), open=True)
        SessionFactory(event=WorkshopPageFactory(parent=agenda), past=True)


@pytest.mark.parametrize(
    ("make", "fill"),
    [
        (WorkshopPageFactory, fill_workshop),
        (SeriesPageFactory, fill_series),
        (TrainingPageFactory, fill_training),
        (None, fill_agenda),
    ],
)
def test_three_things_cost_no_more_queries_than_one(
    client: Client, house: House, make: Callable[..., Page] | None, fill: Callable[[Page, House, int], None]
) -> None:
    page = make(parent=house.agenda) if make else house.agenda
    fill(page, house, 1)
    with_one = queries(client, page)
    fill(page, house, 2)
    assert queries(client, page) == with_one


def test_an_event_without_date_is_a_page_all_the_same(client: Client, house: House) -> None:
    for page in (
        WorkshopPageFactory(parent=house.agenda),
        TrainingPageFactory(parent=house.agenda),
        SeriesPageFactory(parent=house.agenda),
        VideoWorkshopPageFactory(parent=SeriesPageFactory(parent=house.agenda)),
    ):
        assert "pas encore fixée" in html(client, page)
    assert EventPage.objects.count() == 3
    assert Session.objects.count() == 0


def test_the_home_page_asks_for_the_next_dates_in_one_query_for_all(house: House, workshop: WorkshopPage) -> None:
    def shown() -> tuple[str, int]:
        request = RequestFactory().get("/")
        with CaptureQueriesContext(connection) as captured:
            text = Template("{% load events_tags %}{% upcoming_sessions 3 %}").render(Context({"request": request}))
        return text, len(captured)

    assert "Aucune date n’est annoncée" in shown()[0]
    SessionFactory(event=workshop, open=True)
    SessionFactory(event=workshop, past=True)
    shown()
    text, with_one = shown()
    assert "Se déplacer autrement" in text
    for days in (40, 50, 60):
        SessionFactory(event=WorkshopPageFactory(parent=house.agenda), open=True, days=days)
    text, with_three = shown()
    assert (text.count('class="date-title"'), with_three) == (3, with_one)
