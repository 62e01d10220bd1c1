"""What somebody refused stays out wherever these words stand, and however the draft changes (issue 7, item 3)."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from events.services.forgetting import erase_address
from journal.enums import PressFault
from journal.links import PASSAGE, token_for
from journal.models import ArticlePage, CitedPassage, IssuePage
from journal.models.steps import everybody_agrees
from journal.printing.content import gather
from journal.selectors.article_people import people_around
from journal.selectors.press import faults_of
from journal.selectors.withheld import words_refused
from journal.services import ask_cited_people, cite, follow_passages, note_answer
from people.enums import Answer, Audience, ConsentMethod
from people.models import Consent, Person, User
from people.services import withdraw_consent
from tests.factories.cms import DocumentFactory
from tests.factories.people import PersonFactory

from .writing import QUOTE, TEXT, an_article, draft, mails

SAID = "Le maire nous a promis un arrêt devant le lycée."
SPOKEN: dict[str, Any] = {**QUOTE, "value": {**QUOTE["value"], "text": SAID}}  # type: ignore[dict-item]
DUPLICATE = {**SPOKEN, "id": "33333333-3333-4333-8333-333333333333"}
AROUND = {
    "type": "text",
    "id": "44444444-4444-4444-8444-444444444444",
    "value": f"<p>Une élève le raconte : « {SAID} » Personne ne l’a vu.</p>",
}


@pytest.fixture
def lea(house: object) -> Person:
    person: Person = PersonFactory(given_name="Léa", family_name="Martin", email="lea@valclair.example")
    return person


@pytest.fixture
def article(issue: IssuePage) -> ArticlePage:
    return an_article(issue, body=[TEXT, SPOKEN])


@pytest.fixture
def passage(article: ArticlePage, lea: Person) -> CitedPassage:
    return cite(article=article, place=str(SPOKEN["id"]), person=lea)


def answer(passage: CitedPassage, editor: User, said: Answer) -> None:
    note_answer(passage=passage, answer=said, method=ConsentMethod.SPOKEN, user=editor)


def write(article: ArticlePage, *blocks: dict[str, Any], **fields: str) -> ArticlePage:
    """A new draft made of these blocks."""
    latest = draft(article)
    latest.body = latest.body.stream_block.to_python(deepcopy(list(blocks)))
    for name, value in fields.items():
        setattr(latest, name, value)
    latest.save_revision()
    return latest


def publish(article: ArticlePage) -> None:
    ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()


def is_read(client: Client, article: ArticlePage, text: str = SAID) -> tuple[bool, bool]:
    """By visitors of its page, and on paper."""
    page = ArticlePage.objects.get(pk=article.pk)
    issue = IssuePage.objects.parent_of(page).get()
    kept = [block for printed in gather(issue, audience=Audience.PRINT).articles for block in printed.blocks]
    on_paper = any(text in str(block.value) for block in kept if not block.is_removed)
    return text in client.get(page.url).content.decode(), on_paper


def standing() -> list[tuple[str, str]]:
    return list(CitedPassage.objects.order_by("pk").values_list("block_id", "answer"))


def lacks_consent(issue: IssuePage) -> list[str]:
    return [fault.subject for fault in faults_of(issue) if fault.kind == PressFault.CONSENT]


class TestDuplicates:
    """Wagtail gives the copy of a block another id: what was answered about these words follows them."""

    def test_the_copy_of_an_approved_block_is_approved_and_nobody_is_asked_again(
        self, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
    ) -> None:
        answer(passage, editor, Answer.AGREED)
        write(article, TEXT, SPOKEN, DUPLICATE)
        assert lacks_consent(issue) == []
        assert ask_cited_people(article=article) == 0
        assert standing() == [(SPOKEN["id"], "agreed"), (DUPLICATE["id"], "agreed")]
        assert lacks_consent(issue) == []

    def test_the_approval_stays_with_the_copy_when_the_first_block_goes(
        self, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
    ) -> None:
        answer(passage, editor, Answer.AGREED)
        write(article, TEXT, DUPLICATE)
        follow_passages(article=article)
        assert (standing(), lacks_consent(issue)) == ([(DUPLICATE["id"], "agreed")], [])

    def test_a_copy_that_says_something_else_is_asked_about(
        self, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
    ) -> None:
        answer(passage, editor, Answer.AGREED)
        write(article, TEXT, SPOKEN, DUPLICATE)
        follow_passages(article=article)
        other = {**DUPLICATE, "value": {**DUPLICATE["value"], "text": "Le maire a menti devant tout le lycée."}}
        write(article, TEXT, SPOKEN, other)
        assert ask_cited_people(article=article) == 1
        assert (standing(), lacks_consent(issue)) == (
            [(SPOKEN["id"], "agreed"), (DUPLICATE["id"], "waiting")],
            ["Léa Martin"],
        )

    def test_the_same_words_in_two_blocks_are_asked_about_once_and_answered_once(
        self, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
    ) -> None:
        write(article, TEXT, SPOKEN, DUPLICATE)
        assert (ask_cited_people(article=article), len(mails())) == (1, 1)
        answer(passage, editor, Answer.AGREED)
        assert (standing(), lacks_consent(issue), everybody_agrees(article)) == (
            [(SPOKEN["id"], "agreed"), (DUPLICATE["id"], "agreed")],
            [],
            True,
        )

    @pytest.mark.parametrize("how", ["refused", "withdrawn"])
    def test_a_refusal_takes_out_the_copy_too(
        self, client: Client, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User, how: str
    ) -> None:
        answer(passage, editor, Answer.AGREED)
        write(article, TEXT, DUPLICATE)
        publish(article)
        assert is_read(client, article) == (True, True)
        if how == "refused":
            answer(passage, editor, Answer.REFUSED)
        else:
            withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
        assert (is_read(client, article), lacks_consent(issue)) == ((False, False), ["Léa Martin"])

    def test_the_files_made_with_a_copy_rest_on_the_agreement(
        self, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
    ) -> None:
        answer(passage, editor, Answer.AGREED)
        write(article, TEXT, SPOKEN, DUPLICATE)
        consent = Consent.objects.get(audience=Audience.PRINT)
        cited = [block.agreements for _article, block in gather(issue, audience=Audience.PRINT).cited]
        assert cited == [(consent.pk,), (consent.pk,)]


class TestWhatIsOnLine:
    """Editors mend the draft: what is on line still says what was refused, until they publish."""

    @pytest.fixture
    def refused(self, article: ArticlePage, passage: CitedPassage, editor: User) -> CitedPassage:
        answer(passage, editor, Answer.AGREED)
        publish(article)
        answer(passage, editor, Answer.REFUSED)
        return passage

    def test_asking_about_other_words_does_not_bring_the_refused_ones_back(
        self, client: Client, article: ArticlePage, refused: CitedPassage, editor: User
    ) -> None:
        other = {**SPOKEN, "value": {**SPOKEN["value"], "text": "Nous attendons toujours cet arrêt."}}
        write(article, TEXT, other)
        assert ask_cited_people(article=article) == 1
        assert standing() == [(SPOKEN["id"], "waiting")]
        assert SAID not in client.get(ArticlePage.objects.get(pk=article.pk).url).content.decode()
        answer(refused, editor, Answer.AGREED)
        assert SAID not in client.get(ArticlePage.objects.get(pk=article.pk).url).content.decode()
        publish(article)
        assert is_read(client, article, "Nous attendons toujours cet arrêt.") == (True, True)

    @pytest.mark.parametrize("is_erased", [False, True])
    def test_removing_the_block_from_the_draft_does_not_bring_it_back(
        self, client: Client, article: ArticlePage, refused: CitedPassage, lea: Person, is_erased: bool
    ) -> None:
        before = article.get_latest_revision()
        write(article, TEXT)
        assert (ask_cited_people(article=article), everybody_agrees(article)) == (0, True)
        if is_erased:
            erase_address(lea.email)
        assert SAID not in client.get(ArticlePage.objects.get(pk=article.pk).url).content.decode()
        before.publish()
        assert is_read(client, article) == (False, False)

    def test_a_block_that_comes_back_is_refused_as_it_was(
        self, issue: IssuePage, article: ArticlePage, refused: CitedPassage
    ) -> None:
        write(article, TEXT)
        follow_passages(article=article)
        assert lacks_consent(issue) == []
        write(article, TEXT, SPOKEN)
        assert ask_cited_people(article=article) == 0
        assert (standing(), lacks_consent(issue)) == ([(SPOKEN["id"], "refused")], ["Léa Martin"])

    def test_erasing_who_agreed_to_other_words_keeps_the_refused_ones_out_alone(
        self, client: Client, article: ArticlePage, refused: CitedPassage, lea: Person, editor: User
    ) -> None:
        before = article.get_latest_revision()
        other = {**SPOKEN, "value": {**SPOKEN["value"], "text": "Nous attendons toujours cet arrêt."}}
        write(article, TEXT, other)
        answer(refused, editor, Answer.AGREED)
        publish(article)
        erase_address(lea.email)
        assert is_read(client, article, "Nous attendons toujours cet arrêt.") == (True, True)
        before.publish()
        assert SAID not in client.get(ArticlePage.objects.get(pk=article.pk).url).content.decode()

    def test_agreeing_in_the_end_brings_the_words_back(
        self, client: Client, article: ArticlePage, refused: CitedPassage, editor: User
    ) -> None:
        answer(refused, editor, Answer.AGREED)
        assert is_read(client, article) == (True, True)


def test_words_refused_in_one_block_stay_out_of_the_text_that_repeats_them(
    client: Client, admin: Client, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
) -> None:
    write(article, AROUND, SPOKEN)
    answer(passage, editor, Answer.REFUSED)
    publish(article)
    assert (is_read(client, article), lacks_consent(issue)) == ((False, False), ["Léa Martin"])
    people = admin.get(reverse("journal_article_people", args=[article.pk])).content.decode()
    assert ("refus de ces mots, ici aussi" in people, "Personne ne l’a vu." in people) == (True, True)


@pytest.mark.parametrize("kind", ["list", "audio"])
def test_so_it_is_of_a_block_that_nobody_is_asked_about(
    client: Client, article: ArticlePage, passage: CitedPassage, editor: User, kind: str
) -> None:
    sound = DocumentFactory(file=ContentFile(b"ID3 sound", name="reunion.mp3"))
    told = f"<p>La salle rit : {SAID}</p>"
    values = {
        "list": {"title": "", "items": [{"type": "item", "value": told, "id": "66666666-6666-4666-8666-666666666666"}]},
        "audio": {"title": "La réunion", "minutes": 4, "file": sound.pk, "transcript": told},
    }
    other = {"type": kind, "id": "55555555-5555-4555-8555-555555555555", "value": values[kind]}
    write(article, TEXT, SPOKEN, other)
    publish(article)
    addresses = (ArticlePage.objects.get(pk=article.pk).url, reverse("journal:podcast"))
    assert [SAID in client.get(address).content.decode() for address in addresses] == [True, kind == "audio"]
    answer(passage, editor, Answer.REFUSED)
    assert [SAID in client.get(address).content.decode() for address in addresses] == [False, False]
    assert is_read(client, article) == (False, False)


def test_a_word_that_anybody_may_say_is_no_repetition(
    client: Client, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
) -> None:
    short = {**SPOKEN, "value": {**SPOKEN["value"], "text": "Le lycée."}}
    write(article, AROUND, short)
    answer(passage, editor, Answer.REFUSED)
    publish(article)
    assert is_read(client, article, "Personne ne l’a vu.") == (True, True)


def test_another_article_that_says_the_same_is_left_alone_but_not_a_copy(
    client: Client, issue: IssuePage, article: ArticlePage, passage: CitedPassage, editor: User
) -> None:
    stranger = an_article(issue, body=[AROUND])
    answer(passage, editor, Answer.AGREED)
    publish(article)
    publish(stranger)
    copy = ArticlePage.objects.get(pk=article.pk).copy(update_attrs={"slug": "copie"}, keep_live=True)
    answer(passage, editor, Answer.REFUSED)
    assert isinstance(copy, Page)
    assert [is_read(client, one)[0] for one in (article, copy, stranger)] == [False, False, True]


@pytest.mark.usefixtures("passage")
@pytest.mark.django_db(transaction=True)
def test_a_correction_is_published_outside_any_transaction_as_wagtail_does(article: ArticlePage) -> None:
    write(article, TEXT, SPOKEN, title="Le car de dix-huit heures").save_revision().publish()
    article.refresh_from_db()
    assert (article.title, article.live) == ("Le car de dix-huit heures", True)


def test_an_agreement_taken_back_is_no_agreement_on_any_screen(
    client: Client, article: ArticlePage, passage: CitedPassage, editor: User
) -> None:
    answer(passage, editor, Answer.AGREED)
    passage.refresh_from_db()
    assert (everybody_agrees(article), people_around(article).agreed) == (True, [passage])
    assert passage.consent is not None
    withdraw_consent(consent=passage.consent)
    around = people_around(article)
    assert (everybody_agrees(article), around.agreed, around.refused) == (False, [], [passage])
    page = client.get(f"/journal-participer/passage/{token_for(PASSAGE, passage.uuid)}/").content.decode()
    assert ("Vous avez refusé." in page, "Vous êtes d’accord" in page) == (True, False)


def test_a_second_refusal_of_a_block_is_shown_when_the_first_one_is_told_already(
    article: ArticlePage, passage: CitedPassage, editor: User
) -> None:
    other: Person = PersonFactory(email="bo@valclair.example")
    for refused in (passage, cite(article=article, place=str(SPOKEN["id"]), person=other)):
        answer(refused, editor, Answer.REFUSED)
    assert people_around(article).kept_out == []
    erase_address(other.email)
    assert [kept.person for kept in people_around(article).kept_out] == [None]


def test_what_anybody_may_say_takes_nothing_out_of_letters(article: ArticlePage, lea: Person, editor: User) -> None:
    short = {**SPOKEN, "id": DUPLICATE["id"], "value": {**SPOKEN["value"], "text": "Oui."}}
    write(article, TEXT, SPOKEN, short)
    for block in (SPOKEN, short):
        answer(cite(article=article, place=str(block["id"]), person=lea), editor, Answer.REFUSED)
    assert words_refused() == {article.pk: [SAID]}
