"""What somebody cited refuses is read at no address, whatever part of the article says it (issue 7, items 2 and 3)."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from config.first_run.tree import House
from home.models import FindingEntry, OrganisationPage
from home.search.indexing import index_everything
from journal.epub.book import write_book
from journal.models import ArticlePage, CitedPassage, IssuePage, ShortAddress
from journal.printing.content import gather
from journal.services import cite, note_answer
from journal.services.addresses import address_of_article
from journal.services.withholding import obey_recent_answers
from newsletter.models import LetterPage
from people.enums import Answer, Audience, ConsentMethod
from people.models import Consent, Person, User
from people.services import withdraw_consent
from tests.factories.home import OrganisationPageFactory
from tests.factories.journal import IssuePageFactory
from tests.factories.newsletter import LetterPageFactory, letter_body
from tests.factories.people import PersonFactory, UserFactory
from tests.journal.writing import QUOTE, TEXT, an_article, draft
from tests.test_leaks import crawl

# A word that nothing else says, in each part of an article.
TITLE, KICKER, SUMMARY, SAID = "Hurluberlus sans abri", "Sarbacanes", "La quetsche manque.", "La zythologue ferme."
PARTS = {"title": "urluberlu", "kicker": "arbacane", "summary": "uetsche", str(QUOTE["id"]): "ythologue"}

# Where each is read before anybody refuses: the test would prove nothing of an address that never said it.
ITS_PAGES = {"/journal/numero-3/hurluberlus-sans-abri/", "/numeros/3/integral/", "EPUB/article-1.xhtml", "paper"}
ANNOUNCED = {"/flux/journal/", "/journal/", "/journal/numero-3/", "/structures/le-fournil/", "/recherche/?q=zythologue"}
LISTED = {"/", "/sitemap.xml", "/plan-du-site/", "EPUB/nav.xhtml"}
READ_AT = {
    "title": ITS_PAGES | ANNOUNCED | LISTED,
    "kicker": ITS_PAGES,
    "summary": ITS_PAGES | ANNOUNCED,
    str(QUOTE["id"]): ITS_PAGES | {"/flux/journal/"},
}


@pytest.fixture
def lea(house: House) -> Person:
    person: Person = PersonFactory(given_name="Léa", family_name="Martin", email="lea@valclair.example")
    return person


@pytest.fixture
def editor(house: House) -> User:
    user: User = UserFactory(is_superuser=True, is_staff=True)
    return user


@pytest.fixture
def issue(house: House) -> IssuePage:
    page: IssuePage = IssuePageFactory(parent=house.journal, number=3, title="Numéro 3", slug="numero-3")
    return page


@pytest.fixture
def organisation(house: House) -> OrganisationPage:
    page: OrganisationPage = OrganisationPageFactory(parent=house.organisations, title="Le Fournil")
    return page


@pytest.fixture
def article(issue: IssuePage, organisation: OrganisationPage) -> ArticlePage:
    """Published, naming an organisation, with words of its own for search engines."""
    link = {**TEXT, "value": f'<p>Voir <a linktype="page" id="{organisation.pk}">Le Fournil</a>.</p>'}
    quote = {**QUOTE, "value": {"text": SAID, "author": "Léa Martin", "role": ""}}
    article = an_article(
        issue,
        title=TITLE,
        slug="hurluberlus-sans-abri",
        kicker=KICKER,
        summary=SUMMARY,
        search_description=SUMMARY,
        seo_title=TITLE,
        body=[link, quote],
    )
    article.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


@pytest.fixture
def letter(house: House, article: ArticlePage) -> LetterPage:
    """A letter that has not left yet, on line, announcing the article."""
    page: LetterPage = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("articles", [article])]))
    return page


@pytest.fixture
def agree(article: ArticlePage, lea: Person, editor: User) -> Callable[[str], CitedPassage]:
    def agree(place: str) -> CitedPassage:
        passage = cite(article=article, place=place, person=lea)
        note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.PAPER, user=editor)
        return passage

    return agree


def read_everywhere(client: Client, house: House, issue: IssuePage) -> dict[str, str]:
    """All that a stranger reads, from every public page, each feed, each list and each search; and the e-book."""
    short = [address.get_absolute_url() for address in ShortAddress.objects.order_by("pk")]
    asked = [f"/recherche/?q={word}" for word in ("hurluberlu", "sarbacane", "quetsche", "zythologue", "quetche")]
    start = [
        *("/", "/sitemap.xml", "/plan-du-site/", "/annuaire/", "/robots.txt", "/chaine/", "/infolettre/flux.atom"),
        *("/flux/journal/", "/flux/journal/a-ecouter/", f"/numeros/{issue.number}/integral/"),
        *(reverse("newsletter:chain", args=[page.pk]) for page in Page.objects.live().filter(depth__gt=2)),
        *(page.url for page in Page.objects.live().public().filter(depth__gt=1)),
        *short,
        *asked,
    ]
    read = crawl(client, start)
    for question in asked:
        # A page of search repeats what was asked: only what it found counts.
        read[question] = read[question].replace(question.partition("=")[2], "")
    with zipfile.ZipFile(BytesIO(write_book(gather(issue, audience=Audience.WEB)))) as book:
        read |= {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}
    printed = gather(issue, audience=Audience.PRINT)
    read["paper"] = " ".join(
        f"{one.page.title} {one.page.kicker} {one.page.summary}"
        + "".join(str(block.value) for block in one.blocks if not block.is_removed)
        for one in printed.articles
    )
    return read


def where(read: dict[str, str], part: str) -> set[str]:
    return {address for address, text in read.items() if part in text or part in address.partition("?")[0]}


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
@pytest.mark.parametrize("place", PARTS)
def test_refused_words_are_read_at_no_address(
    client: Client,
    house: House,
    issue: IssuePage,
    letter: LetterPage,
    agree: Callable[[str], CitedPassage],
    editor: User,
    place: str,
    how: str,
) -> None:
    passage = agree(place)
    address_of_article(issue=issue, article=passage.article)
    index_everything()
    before = where(read_everywhere(client, house, issue), PARTS[place])
    assert before >= READ_AT[place]
    if how == "refused":
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
    else:
        withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
    assert where(read_everywhere(client, house, issue), PARTS[place]) == set()
    for number, stems in enumerate(FindingEntry.objects.values_list("title_stems", "summary_stems", "body_stems")):
        assert PARTS[place] not in " ".join(stems), number


class TestOnLine:
    @pytest.fixture
    def refused(self, agree: Callable[[str], CitedPassage], editor: User) -> CitedPassage:
        passage = agree("title")
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
        return passage

    def test_a_refused_title_leaves_a_neutral_one_and_its_address(
        self, client: Client, article: ArticlePage, refused: CitedPassage
    ) -> None:
        page = ArticlePage.objects.get(pk=article.pk)
        assert (page.title, page.slug, page.has_unpublished_changes) == ("Titre retiré", "titre-retire", True)
        assert (page.summary, draft(page).title) == (SUMMARY, TITLE)
        old = client.get(article.url)
        assert (old.status_code, old["Location"]) == (301, page.url)

    def test_editors_read_it_on_their_home_page_until_they_publish_another_title(
        self, client: Client, article: ArticlePage, refused: CitedPassage, editor: User
    ) -> None:
        client.force_login(editor)
        assert "Des mots refusés" in client.get("/admin/").content.decode()
        latest = draft(article)
        latest.title, latest.seo_title = "Une salle pour tout le village", ""
        latest.save_revision()
        assert "Des mots refusés" in client.get("/admin/").content.decode()
        note_answer(passage=refused, answer=Answer.AGREED, method=ConsentMethod.SPOKEN, user=editor)
        ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
        page = ArticlePage.objects.get(pk=article.pk)
        assert (page.title, page.slug) == ("Une salle pour tout le village", "une-salle-pour-tout-le-village")
        assert "Des mots refusés" not in client.get("/admin/").content.decode()

    def test_publishing_the_refused_title_again_empties_it_again(
        self, article: ArticlePage, refused: CitedPassage
    ) -> None:
        ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
        page = ArticlePage.objects.get(pk=article.pk)
        assert (page.title, page.slug) == ("Titre retiré", "titre-retire")

    def test_the_clock_finds_what_was_not_obeyed_at_once(self, article: ArticlePage, refused: CitedPassage) -> None:
        ArticlePage.objects.filter(pk=article.pk).update(title=TITLE, slug="hurluberlus-sans-abri")
        now = timezone.now()
        assert [obey_recent_answers(now), obey_recent_answers(now)] == [1, 0]
        assert ArticlePage.objects.get(pk=article.pk).title == "Titre retiré"

    def test_a_chapo_that_repeats_a_refused_sentence_of_the_text_goes_too(
        self, article: ArticlePage, agree: Callable[[str], CitedPassage], editor: User
    ) -> None:
        passage = agree(str(QUOTE["id"]))
        ArticlePage.objects.filter(pk=article.pk).update(summary=f"Elle le dit : {SAID} Pourquoi ?")
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
        page = ArticlePage.objects.get(pk=article.pk)
        assert (page.title, page.summary, page.kicker) == (TITLE, "", KICKER)


def test_agreeing_again_brings_the_words_of_the_text_back_into_the_search(
    client: Client, house: House, agree: Callable[[str], CitedPassage], editor: User
) -> None:
    passage = agree(str(QUOTE["id"]))
    found = [reverse("home:search"), {"q": "zythologue"}]
    for answer, is_found in ((Answer.REFUSED, False), (Answer.AGREED, True)):
        note_answer(passage=passage, answer=answer, method=ConsentMethod.SPOKEN, user=editor)
        assert (TITLE in client.get(*found).content.decode()) == is_found
