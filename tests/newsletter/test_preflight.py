"""What the preflight finds: 20 seeded faults found, none on 10 sound letters (sending.md section 18, test 6)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.rich_text import RichText

from cms.enums import ImageRights
from events.models import Session
from newsletter.contrast import low_contrasts, ratio_of
from newsletter.enums import FaultKind
from newsletter.models import LetterPage
from newsletter.preflight import faults_in, faults_of, inspect, subject_of
from newsletter.services import note_insertions
from tests.factories.cms import ImageFactory
from tests.factories.events import (
    SeedFactory,
    SeriesPageFactory,
    SessionFactory,
    VideoWorkshopPageFactory,
    WorkshopPageFactory,
)
from tests.factories.home import CallPageFactory, NewsPageFactory, OrganisationPageFactory, ProjectPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, make_sent_letter
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    """The site at hand, and the letter made from `body`."""

    house: House

    def letter(self, *body: tuple[str, Any], **fields: Any) -> LetterPage:
        made = LetterPageFactory(parent=self.house.letters, body=list(body), **fields)
        found: LetterPage = LetterPage.objects.get(pk=made.pk)
        return found

    def workshop(self, **session: Any) -> Page:
        page = WorkshopPageFactory(parent=self.house.agenda)
        SessionFactory(event=page, **session)
        return page

    def call(self, days: int) -> Page:
        return CallPageFactory(parent=self.house.calls, deadline=timezone.localdate() + dt.timedelta(days=days))

    def news(self, **fields: Any) -> Page:
        return NewsPageFactory(parent=self.house.news, **fields)


@pytest.fixture
def desk(house: House) -> Desk:
    SubscriberFactory()
    return Desk(house)


def rubric(kind: str, *pages: Page, pictures: str = "first") -> tuple[str, Any]:
    teasers = [{"page": page, "title": "", "summary": ""} for page in pages]
    return kind, {"title": "À lire", "introduction": "", "pictures": pictures, "teasers": teasers}


def text(html: str) -> tuple[str, Any]:
    return "editorial", {"title": "", "text": RichText(html), "signature": ""}


def button(page: Page | None = None, url: str = "") -> tuple[str, Any]:
    return "button", {"label": "Venir avec nous", "text": "", "page": page, "url": url}


def link_to(page: Page) -> tuple[str, Any]:
    return text(f'<p>Voir <a linktype="page" id="{page.pk}">la page de ce sujet</a>.</p>')


def picture(**fields: Any) -> tuple[str, Any]:
    return "picture", {"image": ImageFactory(**fields), "caption": ""}


def unpublished(page: Page, **fields: Any) -> Page:
    page.unpublish()
    Page.objects.filter(pk=page.pk).update(**fields)
    return page


def private(page: Page) -> Page:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def deleted(page: Page) -> Page:
    page.delete()
    return page


def cancelled(page: Page) -> Page:
    SessionFactory(event=page, cancelled=True)
    return page


def full(page: Page) -> Page:
    SessionFactory(event=page, open=True, capacity=1, full=True)
    return page


def moved(page: Page) -> str:
    """The address of a page before it was renamed. Wagtail writes the redirect after the commit; here it is at once."""
    before = page.get_url()
    page.slug = "ailleurs"
    page.save_revision().publish()
    Redirect.objects.create(old_path=Redirect.normalise_path(before), redirect_page=page)
    return f"http://testserver{before}"


SEEDED: dict[FaultKind, Callable[[Desk], LetterPage]] = {
    FaultKind.DRAFT_PAGE: lambda d: d.letter(link_to(unpublished(d.news()))),
    FaultKind.EXPIRED_PAGE: lambda d: d.letter(rubric("news", unpublished(d.news(), expired=True))),
    FaultKind.PRIVATE_PAGE: lambda d: d.letter(button(private(d.news()))),
    FaultKind.MISSING_PAGE: lambda d: d.letter(text("<p>Bonjour.</p>"), missing_teaser(d)),
    FaultKind.HIDDEN_SEED: lambda d: d.letter(seeds(SeedFactory(workshop=unpublished(d.workshop())))),
    FaultKind.MOVED_PAGE: lambda d: d.letter(button(url=moved(d.news()))),
    FaultKind.DEAD_LINK: lambda d: d.letter(button(url="http://testserver/actualites/jamais-ecrite/")),
    FaultKind.PREVIEW_LINK: lambda d: d.letter(button(url="http://testserver/admin/pages/12/view_draft/")),
    FaultKind.BROKEN_ADDRESS: lambda d: d.letter(text('<p><a href="www.exemple.fr">Leur site</a></p>')),
    FaultKind.BARE_LINK: lambda d: d.letter(text('<p><a href="https://exemple.org/">Cliquez ici</a></p>')),
    FaultKind.PAST_EVENT: lambda d: d.letter(rubric("workshops", d.workshop(past=True))),
    FaultKind.CANCELLED_EVENT: lambda d: d.letter(rubric("workshops", d.workshop(cancelled=True))),
    FaultKind.CANCELLED_MENTION: lambda d: d.letter(link_to(d.workshop(cancelled=True))),
    FaultKind.FULL_EVENT: lambda d: d.letter(rubric("workshops", d.workshop(open=True, capacity=1, full=True))),
    FaultKind.CLOSED_CALL: lambda d: d.letter(rubric("calls", d.call(-1))),
    FaultKind.WRONG_WEEKDAY: lambda d: d.letter(text("<p>Rendez-vous le lundi 21 janvier 2027.</p>")),
    FaultKind.PLACEHOLDER: lambda d: d.letter(text("<p>Rendez-vous à [lieu à préciser].</p>")),
    FaultKind.CHANGED_PAGE: lambda d: changed(d),
    FaultKind.ALREADY_SENT: lambda d: sent_twice(d),
    FaultKind.MISSING_ALT: lambda d: d.letter(text("<p>Bonjour.</p>"), picture(alt_text="")),
    FaultKind.IMAGE_WITHOUT_RIGHTS: lambda d: d.letter(
        rubric("news", d.news(listing_image=ImageFactory(image_rights=ImageRights.MISSING)))
    ),
    FaultKind.NO_TEXT: lambda d: d.letter(picture(alt_text="", is_decorative=True)),
    FaultKind.LOW_CONTRAST: lambda d: d.letter(text('<p><span style="color:#cccccc">Presque invisible.</span></p>')),
    FaultKind.HEADING_ORDER: lambda d: d.letter(text("<h4>Un titre collé d’ailleurs</h4><p>Bonjour.</p>")),
    FaultKind.REMOTE_IMAGE: lambda d: d.letter(
        text('<p><img src="https://mouchard.example/p.gif" alt=""> Bonjour.</p>')
    ),
    FaultKind.TOO_HEAVY: lambda d: d.letter(text("<p>Un très long édito.</p>" * 2_000)),
    FaultKind.UNPUBLISHED_CHANGES: lambda d: with_changes(d),
    FaultKind.EMPTY: lambda d: d.letter(),
}


# What is too heavy has its last lines, where one leaves, after the cut.
ALONG_WITH = {FaultKind.TOO_HEAVY: {FaultKind.LOW_LEAVING_LINK}}


def missing_teaser(desk: Desk) -> tuple[str, Any]:
    page = desk.news()
    block = link_to(page)
    page.delete()
    return block


def seeds(*chosen: Any) -> tuple[str, Any]:
    return "seeds", {"title": "Des graines", "introduction": "", "seeds": list(chosen)}


def changed(desk: Desk) -> LetterPage:
    page = desk.news(title="Le minibus roule")
    letter = desk.letter(rubric("news", page))
    note_insertions(draft=letter)
    page.title = "Le minibus ne roule plus"
    page.save_revision().publish()
    return letter


def sent_twice(desk: Desk) -> LetterPage:
    page = desk.news()
    make_sent_letter(desk.letter(rubric("news", page)))
    return desk.letter(rubric("news", page))


def with_changes(desk: Desk) -> LetterPage:
    letter = desk.letter(text("<p>Bonjour.</p>"))
    letter.title = "Autre titre"
    letter.save_revision()
    return LetterPage.objects.get(pk=letter.pk)


@pytest.mark.parametrize("kind", SEEDED, ids=lambda kind: kind.value)
def test_a_seeded_fault_is_found_and_nothing_else_is_said(desk: Desk, kind: FaultKind) -> None:
    letter = SEEDED[kind](desk)
    assert {fault.kind for fault in faults_of(letter)} == {kind} | ALONG_WITH.get(kind, set())


def test_more_than_twenty_kinds_of_faults_are_seeded() -> None:
    assert len(SEEDED) + len(ALTERED) >= 20 + 10


@pytest.mark.parametrize(
    ("fate", "kinds"),
    [
        (lambda page: page, set()),
        (private, {FaultKind.PRIVATE_PAGE}),
        (unpublished, {FaultKind.DRAFT_PAGE}),
        (deleted, {FaultKind.DEAD_LINK}),
        (cancelled, {FaultKind.CANCELLED_MENTION}),
        (full, {FaultKind.FULL_EVENT}),
    ],
    ids=["open", "private", "unpublished", "deleted", "cancelled", "full"],
)
def test_a_link_to_the_form_of_a_page_is_worth_its_page(
    desk: Desk, fate: Callable[[Page], Page], kinds: set[FaultKind]
) -> None:
    workshop = WorkshopPageFactory(parent=desk.house.agenda)
    letter = desk.letter(button(url=f"http://testserver/inscriptions/{workshop.pk}/"))
    fate(workshop)
    assert {fault.kind for fault in faults_of(letter)} == kinds


def without(words: str, by: str = "") -> Callable[[str], str]:
    return lambda html: html.replace(words, by)


# What no editor can do, but a changed template could: the mail itself is altered.
ALTERED: dict[FaultKind, Callable[[str], str]] = {
    FaultKind.NO_LANGUAGE: without(' lang="fr"'),
    FaultKind.NO_LEAVING_LINK: without("%%leave_url%%", "https://exemple.org/"),
    FaultKind.LOW_LEAVING_LINK: lambda html: html.replace("</h1>", f"</h1><!--{'x' * 103_000}-->"),
}


@pytest.mark.parametrize("kind", ALTERED, ids=lambda kind: kind.value)
def test_a_mail_that_a_template_broke_is_stopped(desk: Desk, kind: FaultKind) -> None:
    subject = subject_of(desk.letter(text("<p>Bonjour.</p>")))
    broken = replace(subject, mail=replace(subject.mail, html=ALTERED[kind](subject.mail.html)))
    assert kind in {fault.kind for fault in inspect(broken)}
    assert kind not in {fault.kind for fault in inspect(subject)}


def test_a_mail_without_the_header_of_one_click_is_stopped(desk: Desk) -> None:
    """law.md L-01, L-02."""
    subject = subject_of(desk.letter(text("<p>Bonjour.</p>")))
    for headers in (
        {},
        {"List-Unsubscribe": "https://exemple.org"},
        {**subject.headers, "List-Unsubscribe-Post": "non"},
    ):
        assert [fault.kind for fault in inspect(replace(subject, headers=headers))] == [FaultKind.NO_LEAVING_HEADER]


SOUND: dict[str, Callable[[Desk], LetterPage]] = {
    "a short editorial": lambda d: d.letter(text("<p>Bonjour à toutes et à tous.</p>")),
    "news with a picture": lambda d: d.letter(rubric("news", d.news(listing_image=ImageFactory()), d.news())),
    "a decorative picture": lambda d: d.letter(text("<p>Bonjour.</p>"), picture(alt_text="", is_decorative=True)),
    "a picture left out, whose rights are missing": lambda d: d.letter(
        rubric("news", d.news(listing_image=ImageFactory(image_rights=ImageRights.MISSING)), pictures="none")
    ),
    "an open workshop with free places": lambda d: d.letter(
        rubric("workshops", d.workshop(open=True)), button(d.workshop())
    ),
    "a look back at a workshop that took place": lambda d: d.letter(
        link_to(d.workshop(past=True)), rubric("rubric", d.workshop(past=True))
    ),
    "a call closed since, told in the text": lambda d: d.letter(link_to(d.call(-3)), rubric("calls", d.call(0))),
    "right weekdays, with and without a year": lambda d: d.letter(
        text("<p>Le jeudi 21 janvier 2027, puis le lundi 1er mars 2027. Le samedi 14 mars, on a dansé.</p>"),
        date=dt.date(2026, 4, 2),
    ),
    "links to pages, files of ours, mail and other sites": lambda d: d.letter(
        link_to(d.news()),
        text(
            '<p><a href="https://exemple.org/?a=1&amp;b=2">Le site de la régie</a>, '
            '<a href="mailto:bonjour@valclair.example">nous écrire</a>, <a href="http://testserver/recherche/">chercher</a></p>'
        ),
    ),
    "every other block": lambda d: d.letter(
        seeds(SeedFactory(workshop=d.workshop(past=True))),
        (
            "partner",
            {
                "page": OrganisationPageFactory(parent=d.house.organisations),
                "title": "",
                "text": RichText("<p>Venez.</p>"),
                "signature": "",
            },
        ),
        ("portrait", {"page": ProjectPageFactory(parent=d.house.projects), "title": "", "text": RichText("")}),
        ("voice", {"text": "On se croise depuis dix ans.", "author": "Une participante", "role": ""}),
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_said_of_a_sound_letter(desk: Desk, name: str) -> None:
    assert len(SOUND) == 10
    assert faults_of(SOUND[name](desk)) == []


class TestWarnings:
    def test_a_warning_stops_nothing_and_an_error_does(self, desk: Desk) -> None:
        (warning,) = faults_in(SEEDED[FaultKind.FULL_EVENT](desk))
        (error,) = faults_in(SEEDED[FaultKind.CANCELLED_EVENT](desk))
        assert (warning.stops, error.stops) == (False, True)

    def test_a_fault_names_its_page_and_its_block(self, desk: Desk) -> None:
        page = desk.workshop(cancelled=True)
        letter = desk.letter(text("<p>Bonjour.</p>"), rubric("workshops", page))
        (fault,) = faults_in(letter)
        assert (fault.title, fault.page_id, fault.block_id) == (page.title, page.pk, letter.body[1].id)

    def test_a_series_is_cancelled_with_all_its_dates(self, desk: Desk) -> None:
        series = SeriesPageFactory(parent=desk.house.agenda)
        for _ in range(2):
            SessionFactory(event=VideoWorkshopPageFactory(parent=series), cancelled=True)
        letter = desk.letter(rubric("workshops", series))
        assert [fault.kind for fault in faults_in(letter)] == [FaultKind.CANCELLED_EVENT]
        Session.objects.filter(pk=Session.objects.order_by("pk").first().pk).update(state="open")
        assert faults_in(letter) == []

    def test_a_workshop_over_at_the_hour_of_the_departure_is_past(self, desk: Desk) -> None:
        letter = desk.letter(rubric("workshops", desk.workshop(open=True)))
        later = Session.objects.get().ends_at + dt.timedelta(minutes=1)
        assert [fault.kind for fault in faults_of(letter, now=later)] == [FaultKind.PAST_EVENT]


class TestApproval:
    """Four eyes, where the letters have a workflow of their own (letters.md 98)."""

    @pytest.fixture
    def workflow(self, desk: Desk) -> Workflow:
        task = GroupApprovalTask.objects.create(name="Relecture")
        task.groups.add(Group.objects.get(name="Modération"))
        made = Workflow.objects.create(name="Relecture de la lettre")
        WorkflowTask.objects.create(workflow=made, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=made, page=desk.house.letters)
        return made

    def approved(self, desk: Desk, workflow: Workflow, *, writer: Any, reader: Any) -> LetterPage:
        letter = desk.letter(text("<p>Bonjour.</p>"))
        letter.title = "Relue"
        letter.save_revision(user=writer)
        state = workflow.start(letter, writer)
        state.current_task_state.approve(user=reader)
        return LetterPage.objects.get(pk=letter.pk)

    def test_the_workflow_of_the_whole_site_asks_nothing_of_letters(self, desk: Desk) -> None:
        assert desk.house.letters.get_workflow() is not None
        assert faults_of(desk.letter(text("<p>Bonjour.</p>"))) == []

    def test_a_letter_nobody_approved_does_not_leave(self, desk: Desk, workflow: Workflow) -> None:
        letter = desk.letter(text("<p>Bonjour.</p>"))
        assert [fault.kind for fault in faults_of(letter)] == [FaultKind.NOT_APPROVED]

    def test_a_letter_approved_by_somebody_else_leaves(self, desk: Desk, workflow: Workflow) -> None:
        letter = self.approved(desk, workflow, writer=UserFactory(), reader=UserFactory(is_superuser=True))
        assert TaskState.objects.get().status == TaskState.STATUS_APPROVED
        assert faults_of(letter) == []

    def test_nobody_approves_alone(self, desk: Desk, workflow: Workflow) -> None:
        alone = UserFactory(is_superuser=True)
        letter = self.approved(desk, workflow, writer=alone, reader=alone)
        assert [fault.kind for fault in faults_of(letter)] == [FaultKind.APPROVED_ALONE]

    def test_an_approval_does_not_cover_what_was_published_after(self, desk: Desk, workflow: Workflow) -> None:
        letter = self.approved(desk, workflow, writer=UserFactory(), reader=UserFactory(is_superuser=True))
        letter.title = "Changée depuis"
        letter.save_revision().publish()
        found = faults_of(LetterPage.objects.get(pk=letter.pk))
        assert [fault.kind for fault in found] == [FaultKind.NOT_APPROVED]


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ((0, 0, 0), (255, 255, 255), 21.0),
            ((255, 255, 255), (255, 255, 255), 1.0),
            ((118, 118, 118), (255, 255, 255), 4.54),
        ],
    )
    def test_the_ratio_is_that_of_the_norm(self, one: Any, other: Any, ratio: float) -> None:
        assert round(ratio_of(one, other), 2) == ratio

    def test_large_and_hidden_texts_are_judged_as_they_are_read(self) -> None:
        grey = "color:#8a8a8a;background-color:#ffffff"
        styles = {"petit": "", "grand": "font-size:24px", "caché": "display:none"}
        html = "".join(f'<p style="{grey};{style}">{words}</p>' for words, style in styles.items())
        assert [low.text for low in low_contrasts(html)] == ["petit"]


def test_the_preflight_reads_a_constant_number_of_rows(
    desk: Desk, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    letters = {}
    for count in (1, 3):
        pages = [desk.workshop(open=True) for _ in range(count)]
        letters[count] = desk.letter(rubric("workshops", *pages, pictures="none")).pk
    faults_of(LetterPage.objects.get(pk=letters[1]))
    with django_assert_max_num_queries(50) as counted:
        faults_of(LetterPage.objects.get(pk=letters[1]))
    with django_assert_num_queries(len(counted)):
        faults_of(LetterPage.objects.get(pk=letters[3]))
