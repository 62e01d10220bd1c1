"""The demonstration: complete, honest, the same each time."""

import datetime as dt
import hashlib
import re
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import Page

from cms.fields import StreamField
from cms.models import Image
from config.demo.building import build_demo
from config.demo.content.calendar import SATURDAY, THURSDAY, Calendar
from config.demo.content.names import address
from config.demo.erasing import erase_demo
from config.demo_accounts import ACCOUNTS
from config.models import DemoRecord, DemoRun
from events.availability import Standing, availability_of
from events.enums import DiagnosisKind, EventRole, Modality, SessionState
from events.models import (
    Answer,
    Contact,
    DiagnosisItem,
    EventPerson,
    MeetingPage,
    Registration,
    Seed,
    SeriesPage,
    Session,
    TrainingPage,
)
from events.papers import attendance_sheet
from home.models import CallPage, NewsPage, OrganisationPage, ProjectPage
from journal.blocks import provenances_in
from journal.enums import EditionKind, IssueState
from journal.models import ArticlePage, Edition, IssuePage, Production, Rubric, Slot
from journal.printing.content import gather
from journal.printing.warnings import left_out
from newsletter.models import Dispatch, Follow, Subscriber
from newsletter.services import forgetting
from outbox.enums import MessageState
from outbox.models import Message
from people.enums import Audience
from people.models import Person, User

pytestmark = pytest.mark.django_db

# Named in a source document, never to be published (requirements.md, rule of reuse).
PRIVATE = ("Girot", "Casadei", "lamecano", "culture-handicap.fr", "@gmail")
# Where a licence is explained: a link that somebody may follow, not a request of the page.
# Links that a reader may follow: the licence of pictures, the map of a place.
LINKED_HOSTS = {"creativecommons.org", "www.openstreetmap.org"}

OPEN_TRAINING = "Enseigner de loin sans s’éloigner"


# --- what is there ----------------------------------------------------------------------------------


def test_everything_promised_is_there(demo: DemoRun) -> None:
    assert (NewsPage.objects.live().count(), ProjectPage.objects.live().count()) == (10, 6)
    assert OrganisationPage.objects.live().count() == 14
    assert set(DiagnosisItem.objects.values_list("kind", flat=True)) == set(DiagnosisKind.values)
    assert (DiagnosisItem.objects.count(), Contact.objects.count(), Seed.objects.count()) == (37, 12, 3)
    assert [seed.group.memberships.members().exists() for seed in Seed.objects.order_by("pk")] == [True] * 3
    assert ArticlePage.objects.child_of(IssuePage.objects.get(number=1)).live().count() == 9
    assert {article.rubric for article in ArticlePage.objects.live()} == set(Rubric.objects.all())
    assert Dispatch.objects.count() == 2


def test_sixty_people_asked_for_the_letter(demo: DemoRun) -> None:
    assert Subscriber.objects.count() == 60
    assert Subscriber.objects.confirmed().count() == 46
    assert Subscriber.objects.pending().count() == 6
    assert Subscriber.objects.left().count() == 8
    assert Follow.objects.standing().count() == 24


def test_the_clock_forgets_nobody_of_a_fresh_demonstration(demo: DemoRun) -> None:
    assert forgetting.purge(timezone.now()) == 0
    assert Subscriber.objects.count() == 60


def test_nothing_waits_to_be_sent(demo: DemoRun) -> None:
    assert {state for (state,) in Message.objects.values_list("state").distinct().order_by("state")} == {
        MessageState.ACCEPTED
    }
    for dispatch in Dispatch.objects.order_by("pk"):
        counts = dispatch.mailing.counts()
        assert (counts.accepted, counts.balanced) == (counts.audience, True)


def test_some_articles_remember_the_workshop(demo: DemoRun) -> None:
    prepared = ArticlePage.objects.live().exclude(source_workshop=None)
    assert prepared.count() == 5
    assert all(provenances_in(article.body) for article in prepared)


def test_two_issues_went_the_way_of_every_issue(demo: DemoRun) -> None:
    """Issue 7: the first is out, the second has its « bon à tirer »; the papers of both are asked for, none waits."""
    states = dict(Production.objects.values_list("issue__number", "state"))
    assert states == {1: IssueState.OUT, 2: IssueState.PRESS}
    asked = Edition.objects.order_by("issue__number").values_list("issue__number", "kind")
    assert list(asked) == [(1, EditionKind.FINAL), (2, EditionKind.FINAL)]
    second = IssuePage.objects.get(number=2)
    printed = gather(second, audience=Audience.PRINT, frozen=True)
    assert (second.live, len(printed.articles), left_out(printed)) == (False, 6, [])
    assert all(Slot.objects.filter(article=article.page).exists() for article in printed.articles)
    codes = [block.reference for _article, block in printed.sourced if block.kind in {"quoted_item", "seed_box"}]
    assert len(codes) == 6
    assert IssuePage.objects.get(number=3).slots.count() == 4


def test_the_series_of_the_source_keeps_its_dates_and_format(demo: DemoRun) -> None:
    """S0-12, S0-16 to S0-20."""
    sessions = Session.objects.filter(event__slug__in=SERIES_2021).order_by("starts_at")
    assert [timezone.localtime(session.starts_at).strftime("%d/%m/%Y %H:%M") for session in sessions] == [
        "21/01/2021 09:00",
        "04/02/2021 09:00",
        "18/02/2021 09:00",
        "04/03/2021 09:00",
        "18/03/2021 09:00",
    ]
    assert [session.capacity for session in sessions] == [20] * 5
    assert [session.event.title for session in sessions] == list(SERIES_2021.values())
    for session in sessions:
        hours = [(slot.starts_at.strftime("%H:%M"), slot.title) for slot in session.slots.order_by("starts_at")]
        assert [hour for hour, _ in hours] == ["09:00", "09:05", "09:30", "09:50", "10:00"]


SERIES_2021 = {
    "forces-du-partenariat": "Forces du partenariat",
    "budget-et-recherche-de-financements": "Budget et recherche de financements",
    "outils-de-collecte-retours-d-experience": "Outils de collecte, retours d’expérience",
    "valorisation-et-outils-d-evaluation": "Valorisation et outils d’évaluation",
    "projet-d-etablissement-et-projet-culturel": "Projet d’établissement et projet culturel",
}


def test_both_trainings_last_thirteen_hours_in_six_sessions(demo: DemoRun) -> None:
    """S4-01 to S4-03."""
    assert TrainingPage.objects.count() == 2
    for training in TrainingPage.objects.order_by("pk"):
        sessions = list(training.sessions.order_by("starts_at"))
        assert len(sessions) == 6
        assert sum((session.duration for session in sessions), dt.timedelta()) == dt.timedelta(hours=13)
        assert [session.module.position for session in sessions] == [1, 2, 2, 2, 2, 3]
    past = TrainingPage.objects.get(slug__contains="2021").sessions.order_by("starts_at")
    assert [str(session.local_date) for session in past] == [
        "2021-03-16",
        "2021-04-02",
        "2021-04-09",
        "2021-05-07",
        "2021-05-21",
        "2021-05-25",
    ]


def test_what_is_led_by_somebody_says_by_whom_on_the_page_and_on_the_sheet_to_sign(
    client: Client, demo: DemoRun
) -> None:
    """S0-22, S4-05, T-01: imaginary people, who agreed."""
    assert EventPerson.objects.public().count() == EventPerson.objects.count()
    hosted = EventPerson.objects.filter(person__family_name="Fougère", role=EventRole.FACILITATOR)
    assert hosted.filter(event__title__startswith="Les rappels").count() == hosted.count() == 5
    training = TrainingPage.objects.get(title=OPEN_TRAINING)
    page = BeautifulSoup(client.get(training.url).content, "html.parser")
    assert "Océane Virage" in page.select_one(".roles").text
    sheet = PdfReader(BytesIO(attendance_sheet(training.sessions.earliest("starts_at"))))
    assert "Océane Virage" in sheet.pages[0].extract_text()


def test_every_open_date_by_video_has_its_own_link(demo: DemoRun) -> None:
    online = Session.objects.open_for_registration().filter(event__modality=Modality.ONLINE)
    links = set(online.values_list("join_url", flat=True))
    assert (online.count(), len(links), "" in links) == (11, 11, False)


def test_the_training_asks_what_a_form_may_ask_and_the_pitch_stays_as_it_is(demo: DemoRun) -> None:
    """S0-24: compulsory, asked after an answer, or a file; S0-19: four words, none compulsory."""
    asked = TrainingPage.objects.get(title=OPEN_TRAINING).registration_form.questions.order_by("sort_order")
    assert [(each.field_type, each.required, bool(each.shown_if)) for each in asked] == [
        ("radio", True, False),
        ("singleline", False, True),
        ("file", False, False),
    ]
    assert asked[1].shown_if == asked[0].label
    assert set(Answer.objects.filter(question=asked[0]).values_list("text", flat=True)) == {"oui", "non"}
    pitch = SeriesPage.objects.get(title="Les rappels").registration_form.questions.order_by("sort_order")
    assert [(each.field_type, each.required) for each in pitch] == [("multiline", False)] * 4


def test_the_two_calls_show_the_date_that_moved(demo: DemoRun) -> None:
    """S0-08."""
    calls = CallPage.objects.filter(campaign=2021).order_by("title")
    assert [call.title for call in calls] == ["Culture handicap et dépendance", "Culture santé"]
    for call in calls:
        assert call.deadline == dt.date(2021, 3, 31)
        assert [change.previous_deadline for change in call.deadline_changes.all()] == [dt.date(2020, 12, 31)]
    ours = CallPage.objects.exclude(campaign=2021).order_by("campaign")
    assert [(call.title, call.is_open) for call in ours] == [("Coups de piolet", False), ("Coups de piolet", True)]


def test_what_is_open_can_be_registered_for(demo: DemoRun) -> None:
    open_sessions = Session.objects.open_for_registration()
    assert open_sessions.count() == 5 + 2 + 6
    assert open_sessions.filter(capacity=20).count() == 5
    full = [session for session in open_sessions if session.is_full]
    assert [session.registrations.waiting().count() for session in full] == [2]
    assert Registration.objects.exclude(session__state__in=[SessionState.OPEN, SessionState.TOOK_PLACE]).count() == 0


def test_an_evening_is_announced_where_one_just_comes(demo: DemoRun) -> None:
    """The open meeting of issue 5: soon, in the evening, for whoever passes by."""
    session = Session.objects.get(event__in=MeetingPage.objects.live())
    start = timezone.localtime(session.starts_at)
    assert (start.weekday(), start.hour, session.duration) == (THURSDAY, 18, dt.timedelta(hours=2))
    assert availability_of(session).standing == Standing.FREE_ENTRY
    assert session.event.title == "Un soir, porte ouverte"


def test_real_organisers_are_not_said_to_have_held_what_they_announced(demo: DemoRun) -> None:
    """Rule of reuse: nothing is invented about a real organisation."""
    assert [session.event.title for session in Session.objects.filter(state=SessionState.TOOK_PLACE)] == [
        "Qui m’emmène\u202f?"
    ]


# --- what is not there ------------------------------------------------------------------------------


def test_every_address_ends_in_example(demo: DemoRun) -> None:
    held = {email for model in (Person, Subscriber, User) for email in model.objects.values_list("email", flat=True)}
    held |= set(Registration.objects.values_list("contact_email", flat=True))
    held |= set(OrganisationPage.objects.values_list("contact_email", flat=True))
    assert {email for email in held if email and not email.endswith(".example")} == set()


def test_names_do_not_repeat() -> None:
    assert len({address(rank) for rank in range(120)}) == 120


def test_every_picture_says_what_it_is(demo: DemoRun) -> None:
    for image in Image.objects.all():
        image.full_clean()
        assert (image.credit, image.licence, image.image_rights) == (
            "Image générée pour la démonstration",
            "cc0",
            "nobody",
        )
        assert image.alt_text


# --- reading it -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crawl(demo: DemoRun, django_db_blocker) -> dict[str, tuple[int, str]]:
    """Every page that a visitor reaches from the home page: its status and its HTML."""
    with django_db_blocker.unblock():
        return _crawl(Client(), ["/", "/plan-du-site/", "/recherche/?q=car"])


def _crawl(client: Client, waiting: list[str]) -> dict[str, tuple[int, str]]:
    seen: dict[str, tuple[int, str]] = {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        response = client.get(path, follow=False)
        is_page = response.get("Content-Type", "").startswith("text/html")
        html = response.content.decode() if is_page else ""
        seen[path] = response.status_code, html
        targets = [urljoin(path, link) for link in re.findall(r'href="([^"#]+)', html)]
        if response.status_code in (301, 302):
            targets.append(urljoin(path, response["Location"]))
        waiting += [local for local in map(_local, targets) if local and not _chooses_again(path, local)]
    return seen


def _chooses_again(path: str, target: str) -> bool:
    """Each choice of a list is followed once: choices among choices are as many as the stars."""
    (here, _, chosen), (there, _, choice) = path.partition("?"), target.partition("?")
    return bool(chosen and choice and here == there)


def _local(target: str) -> str | None:
    parts = urlsplit(target.replace("&amp;", "&"))
    is_ours = parts.scheme in ("", "http", "https") and parts.netloc in ("", "testserver")
    if not is_ours or parts.path.startswith(("/static/", "/media/", "/admin")):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_every_page_and_every_link_answers(crawl: dict[str, tuple[int, str]]) -> None:
    assert {path: status for path, (status, _) in crawl.items() if status not in (200, 301, 302)} == {}
    assert len(crawl) > 90


def test_every_live_page_is_reached(crawl: dict[str, tuple[int, str]]) -> None:
    urls = {urlsplit(page.url).path for page in Page.objects.live().filter(depth__gt=1)}
    assert urls - {urlsplit(path).path for path in crawl} == set()


def test_no_page_calls_another_host(crawl: dict[str, tuple[int, str]]) -> None:
    called = {host for _, html in crawl.values() for host in _hosts(r'(?:src|srcset|action)="([^"]+)"', html)}
    assert called == set()
    linked = {host for _, html in crawl.values() for host in _hosts(r'<a [^>]*href="([^"]+)"', html)}
    assert linked - LINKED_HOSTS == set()


def _hosts(pattern: str, html: str) -> set[str]:
    hosts = {urlsplit(target.strip()).netloc for target in re.findall(pattern, html)}
    return hosts - {"", "testserver"}


def test_no_page_names_the_people_of_the_sources(crawl: dict[str, tuple[int, str]]) -> None:
    assert [(path, word) for path, (_, html) in crawl.items() for word in PRIVATE if word.lower() in html.lower()] == []


def test_no_page_tells_the_secret_link_or_a_reader_s_address(crawl: dict[str, tuple[int, str]]) -> None:
    """S0-25, law.md L-11: the join link is nowhere, nor is the address of anybody."""
    readers = {address(rank) for rank in range(120)}
    for path, (_, html) in crawl.items():
        assert "visio.lescolsreunis" not in html, path
        assert set(re.findall(r"[\w.+-]+@[\w.-]+", html)) & readers == set(), path


def test_an_editor_may_open_and_publish_any_page_again(client: Client, demo: DemoRun) -> None:
    client.force_login(User.objects.get(email=ACCOUNTS[0].email))
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(getattr(page, field.name))
    for kind in {page.specific_class: page for page in Page.objects.filter(depth__gt=1)}.values():
        assert client.get(reverse("wagtailadmin_pages:edit", args=[kind.pk])).status_code == 200, kind


# --- the same each time -----------------------------------------------------------------------------


def fingerprint() -> str:
    """What there is to read, without the numbers that the database gives."""
    lines = []
    for page in Page.objects.filter(depth__gt=1).order_by("path").specific():
        bodies = [getattr(page, name) for name in ("body", "editorial") if hasattr(page, name)]
        body = "".join(str(list(body.raw_data)) for body in bodies)
        lines.append(f"{page.url_path}|{page.title}|{page.summary}|{re.sub(r'[0-9a-f-]{36}|[0-9]+', '#', body)}")
    lines += [f"{s.starts_at}|{s.state}|{s.taken}" for s in Session.objects.order_by("pk")]
    lines += [f"{s.email}|{s.asked_at}|{s.confirmed_at}" for s in Subscriber.objects.order_by("pk")]
    lines += [f"{item.kind}|{item.text}|{item.author}" for item in DiagnosisItem.objects.order_by("pk")]
    for image in Image.objects.order_by("pk"):
        with image.open_file() as file:
            lines.append(f"{image.title}|{hashlib.sha256(file.read()).hexdigest()}")
    return "\n".join(lines)


def test_a_second_run_says_exactly_the_same(demo: DemoRun, demo_scale: float) -> None:
    first = fingerprint()
    erase_demo()

    build_demo(scale=demo_scale)

    assert fingerprint().splitlines() == first.splitlines()


# --- the command ------------------------------------------------------------------------------------


def test_a_second_demonstration_is_refused(demo: DemoRun) -> None:
    with pytest.raises(CommandError, match="déjà installée"):
        call_command("demo")


def test_a_site_that_has_served_is_left_alone(demo: DemoRun, capsys: pytest.CaptureFixture[str]) -> None:
    erase_demo()
    pages = Page.objects.count()

    call_command("demo", if_empty=True)

    assert Page.objects.count() == pages
    assert not DemoRecord.objects.exists()


@pytest.mark.parametrize("day", ["2026-01-05", "2026-03-10", "2028-02-29", "2026-08-01", "2026-12-31"])
def test_whatever_the_day_the_dates_make_sense(day: str) -> None:
    calendar = Calendar(dt.date.fromisoformat(day))

    assert {date.weekday() for date in calendar.series} == {THURSDAY}
    assert {date.weekday() for date in (*calendar.next_workshop, calendar.past_workshop)} == {SATURDAY}
    assert calendar.past_workshop < calendar.letters[0] < calendar.issue < calendar.letters[1] < calendar.today
    assert calendar.today < calendar.series[0]
    assert calendar.today + dt.timedelta(days=30) < calendar.training[0]
    assert (calendar.next_workshop[0] - calendar.today).days >= 90
    assert calendar.training[0].month == 3
