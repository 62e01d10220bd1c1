"""Editors hear of what is taken back from an article on line, once, without having to look (issue 7, item 2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import DiagnosisItem, WorkshopPage
from journal.models import ArticlePage, IssuePage
from journal.services import cite, note_answer, prepare_dossier
from journal.services.warning import tell_of_withdrawals
from people.enums import Answer, Audience, ConsentMethod
from people.models import Consent, Person, User
from people.services import withdraw_consent
from tests.factories.people import PersonFactory

from .writing import QUOTE, an_article, mails


@pytest.fixture
def lea(house: object) -> Person:
    person: Person = PersonFactory(given_name="Léa", family_name="Martin", email="lea@valclair.example")
    return person


def told(*, later: timedelta = timedelta()) -> list[int]:
    return [tell_of_withdrawals(timezone.now() + later) for _ in range(2)]


def on_dashboard(admin: Client) -> list[str]:
    page = BeautifulSoup(admin.get(reverse("wagtailadmin_home")).content, "html.parser")
    return [link.get_text() for link in page.select("[aria-labelledby=mots-refuses] li a")]


@pytest.mark.parametrize("is_live", [True, False])
def test_a_withdrawn_source_is_told_once_and_waits_on_the_dashboard(
    admin: Client,
    issue: IssuePage,
    workshop: WorkshopPage,
    add_item: Callable[..., DiagnosisItem],
    lea: Person,
    editor: User,
    is_live: bool,
) -> None:
    item = add_item("On attend le car.", author=lea, agrees=True)
    article = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
    if is_live:
        article.get_latest_revision().publish()
    assert (told(), on_dashboard(admin)) == ([0, 0], [])
    withdraw_consent(consent=item.quote_consent)
    assert told() == [int(is_live), 0]
    expected = [(editor.email, "Un accord manque dans « Se déplacer sans voiture »")]
    assert mails() == (expected if is_live else [])
    assert on_dashboard(admin) == (["Se déplacer sans voiture"] if is_live else [])


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
def test_so_is_what_was_written_here(admin: Client, issue: IssuePage, lea: Person, editor: User, how: str) -> None:
    article = an_article(issue)
    passage = cite(article=article, place=str(QUOTE["id"]), person=lea)
    note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.PAPER, user=editor)
    article.get_latest_revision().publish()
    assert told() == [0, 0]
    if how == "withdrawn":
        withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
    else:
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
    assert (told(), told(later=timedelta(days=3))) == ([1, 0], [0, 0])
    assert mails() == [(editor.email, "Un accord manque dans « Le dernier car »")]
    assert on_dashboard(admin) == ["Le dernier car"]


def test_a_source_mended_waits_no_more(
    admin: Client, issue: IssuePage, workshop: WorkshopPage, add_item: Callable[..., DiagnosisItem], lea: Person
) -> None:
    item = add_item("On attend le car.", author=lea, agrees=True)
    article = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
    article.get_latest_revision().publish()
    withdraw_consent(consent=item.quote_consent)
    assert on_dashboard(admin) == ["Se déplacer sans voiture"]
    latest = ArticlePage.objects.get(pk=article.pk)
    latest.body = [(block.block_type, block.value) for block in latest.body if block.block_type != "quoted_item"]
    latest.save_revision().publish()
    assert on_dashboard(admin) == []
