"""People cited approve their passage by a link, for these words only (item 3, M4, law.md C-13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from events.models import Contact, DiagnosisItem, WorkshopPage
from events.services.forgetting import erase_address
from journal.enums import PressFault
from journal.errors import JournalError
from journal.links import PASSAGE, url_for
from journal.models import ArticlePage, CitedPassage, DraftVersion, IssuePage, Suggestion
from journal.models.steps import UNREAD, everybody_agrees
from journal.printing.content import gather
from journal.selectors.press import faults_of
from journal.services import ask_again, ask_cited_people, cite, mark_ready, note_answer, prepare_dossier
from journal.services.drafting import write_draft
from journal.versions import draft_of, rewritten
from people.enums import Answer, Audience, ConsentMethod, ConsentPurpose
from people.models import Consent, Person, User
from people.services import withdraw_consent
from tests.factories.people import PersonFactory

from .writing import QUOTE, TEXT, an_article, draft, link_of_last_mail, mails, notice, words


@pytest.fixture
def lea(house: object) -> Person:
    person: Person = PersonFactory(given_name="Léa", family_name="Martin", email="lea@valclair.example")
    return person


@pytest.fixture
def article(
    workshop: WorkshopPage, issue: IssuePage, add_item: Callable[..., DiagnosisItem], lea: Person
) -> ArticlePage:
    add_item("On attend le car.", author=lea, agrees=True)
    add_item("Personne ne l’a dit.")
    return prepare_dossier(workshop=workshop, issue=issue, user=None)[0]


def quotes(article: ArticlePage) -> list[str]:
    return [block.value["text"] for block in article.body if block.block_type == "quoted_item"]


def rewrite(article: ArticlePage, text: str) -> None:
    latest = draft(article)
    next(block for block in latest.body if block.block_type == "quoted_item").value["text"] = text
    latest.save_revision()


def standing() -> list[tuple[str, str]]:
    return list(CitedPassage.objects.order_by("pk").values_list("person__given_name", "answer"))


def agree(client: Client) -> tuple[int, str]:
    url = link_of_last_mail()
    return notice(client, url, {"answer": "agree", "words_hash": CitedPassage.objects.get().words_hash})


def test_only_those_who_are_named_are_asked_once(article: ArticlePage) -> None:
    assert [ask_cited_people(article=article) for _ in range(3)] == [1, 0, 0]
    assert mails() == [("lea@valclair.example", "Vous êtes d’accord ? « Se déplacer sans voiture »")]
    assert standing() == [("Léa", "waiting")]


def test_the_page_shows_the_words_and_agreeing_is_a_consent_for_print(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    page = BeautifulSoup(client.get(link_of_last_mail()).content, "html.parser")
    assert words(page.blockquote) == "On attend le car."
    assert standing() == [("Léa", "waiting")]
    assert agree(client) == (200, "Vous êtes d’accord avec ce passage.")
    consent = Consent.objects.get(audience=Audience.PRINT)
    assert (standing(), consent.purpose, consent.method, consent.person.given_name) == (
        [("Léa", "agreed")],
        ConsentPurpose.QUOTE,
        ConsentMethod.MAIL,
        "Léa",
    )


def test_editors_read_refusals_before_what_waits_and_what_is_agreed(
    client: Client, issue: IssuePage, editor: User
) -> None:
    article = an_article(issue)
    places = {"title": Answer.AGREED, "summary": None, str(QUOTE["id"]): Answer.REFUSED}
    for place, answer in places.items():
        passage = cite(article=article, place=place, person=PersonFactory(given_name=place[:5], family_name="Roy"))
        if answer:
            note_answer(passage=passage, answer=answer, method=ConsentMethod.SPOKEN, user=editor)
    client.force_login(editor)
    page = BeautifulSoup(client.get(reverse("journal_article_people", args=[article.pk])).content, "html.parser")
    told = {words(part.h3): [words(name) for name in part("strong")] for part in page.select(".journal-answers")}
    assert list(told.items()) == [
        ("Passages refusés", [f"{str(QUOTE['id'])[:5]} Roy"]),
        ("Sans réponse", ["summa Roy"]),
        ("D’accord", ["title Roy"]),
    ]
    assert words(page.select_one(".journal-of")) == article.title


def test_a_later_edit_asks_again_once_the_draft_rests(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    agree(client)
    rewrite(article, "On n’attend plus le car.")
    now = timezone.now()
    assert ask_again(now) == 0
    later = now + timedelta(minutes=16)
    assert [ask_again(later) for _ in range(3)] == [1, 0, 0]
    assert (mails()[-1], standing()) == (
        ("lea@valclair.example", "Vous êtes toujours d’accord ? « Se déplacer sans voiture »"),
        [("Léa", "waiting")],
    )
    assert agree(client) == (200, "Vous êtes d’accord avec ce passage.")


def test_whoever_is_asked_again_sees_what_changed_since_their_agreement(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    first = BeautifulSoup(client.get(link_of_last_mail()).content, "html.parser")
    agree(client)
    rewrite(article, "On attend encore le train.")
    ask_again(timezone.now() + timedelta(minutes=16))
    again = BeautifulSoup(client.get(link_of_last_mail()).content, "html.parser")
    assert (first.select("#change, del, ins"), words(again.blockquote)) == ([], "On attend encore le train.")
    assert words(again.select_one("#change").parent) == (
        "Ce qui a changé depuis votre accord On attend Ajouté : encore le Retiré : car. Ajouté : train."
    )
    agree(client)
    assert CitedPassage.objects.get().agreed_words == "On attend encore le train."
    assert erase_address("lea@valclair.example") >= 1
    assert CitedPassage.objects.filter(agreed_words__gt="").count() == 0


def test_the_passage_is_read_between_the_paragraphs_it_would_be_printed_between(
    client: Client, issue: IssuePage, lea: Person
) -> None:
    """Never between what others say: that is not theirs to read before it is agreed to."""
    after = {"type": "text", "id": "33333333-3333-4333-8333-333333333333", "value": "<p>Puis la nuit.</p><p>Fin.</p>"}
    article = an_article(issue, body=[TEXT, QUOTE, after])
    cite(article=article, place=str(QUOTE["id"]), person=lea)
    ask_cited_people(article=article)

    def around() -> list[str]:
        page = BeautifulSoup(client.get(link_of_last_mail()).content, "html.parser")
        return [words(paragraph) for paragraph in page.select(".draft-passage")]

    assert around() == ["Le car est parti.", "Puis la nuit."]
    cite(article=article, place=str(TEXT["id"]), person=PersonFactory(email=""))
    assert around() == ["Puis la nuit."]


def test_typography_alone_asks_nobody_again(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    agree(client)
    rewrite(article, "On  attend le car.")
    assert ask_again(timezone.now() + timedelta(hours=1)) == 0
    assert standing() == [("Léa", "agreed")]


def test_going_back_to_the_words_agreed_to_needs_no_new_mail(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    agree(client)
    rewrite(article, "Autre chose.")
    rewrite(article, "On attend le car.")
    assert ask_cited_people(article=article) == 0
    assert standing() == [("Léa", "agreed")]


def test_one_cannot_agree_to_words_that_changed_under_one_s_eyes(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    url, seen = link_of_last_mail(), CitedPassage.objects.get().words_hash
    rewrite(article, "Tout autre chose.")
    ask_cited_people(article=article)
    status, said = notice(client, url, {"answer": "agree", "words_hash": seen})
    assert (status, said.split(" :")[0]) == (409, "Le passage a changé depuis que vous l’avez ouvert")
    assert standing() == [("Léa", "waiting")]


def test_a_refusal_empties_the_published_page_at_once(client: Client, article: ArticlePage, issue: IssuePage) -> None:
    ask_cited_people(article=article)
    article.get_latest_revision().publish()
    assert "On attend le car." in client.get(article.url).content.decode()
    row = CitedPassage.objects.get()
    notice(client, link_of_last_mail(), {"answer": "refuse", "words_hash": row.words_hash})
    html = client.get(article.url).content.decode()
    assert ("On attend le car." in html, "Léa" in html, "Un passage a été retiré ici." in html) == (False, False, True)


def test_other_words_become_a_suggestion(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    row = CitedPassage.objects.get()
    data = {"answer": "other", "words_hash": row.words_hash, "wish": "On attendait le car."}
    assert notice(client, link_of_last_mail(), data) == (200, "Votre formulation est transmise.")
    suggestion = Suggestion.objects.get()
    assert (suggestion.place, suggestion.before, suggestion.after) == (
        row.block_id,
        "On attend le car.",
        "On attendait le car.",
    )
    assert standing() == [("Léa", "waiting")]


def test_a_withdrawn_consent_is_an_agreement_no_more(client: Client, article: ArticlePage) -> None:
    ask_cited_people(article=article)
    agree(client)
    withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
    ask_cited_people(article=article)
    assert standing() == [("Léa", "refused")]


def test_somebody_without_address_answers_on_paper(article: ArticlePage, lea: Person, editor: User) -> None:
    Person.objects.filter(pk=lea.pk).update(email="")
    assert ask_cited_people(article=article) == 0
    note_answer(passage=CitedPassage.objects.get(), answer=Answer.AGREED, method=ConsentMethod.PAPER, user=editor)
    assert (standing(), Consent.objects.get(audience=Audience.PRINT).recorded_by) == ([("Léa", "agreed")], editor)


def test_an_editor_names_who_speaks_in_a_passage_written_here(issue: IssuePage, lea: Person) -> None:
    article = an_article(issue)
    cite(article=article, place=str(QUOTE["id"]), person=lea)
    cite(article=article, place=str(QUOTE["id"]), person=lea)
    assert ask_cited_people(article=article) == 1
    assert list(CitedPassage.objects.values_list("words", flat=True)) == ["On attend."]
    with pytest.raises(JournalError, match="n’est plus dans le texte"):
        cite(article=article, place="nulle-part", person=lea)


def test_a_passage_that_is_gone_asks_nobody(article: ArticlePage) -> None:
    ask_cited_people(article=article)
    latest = draft(article)
    latest.body = [(block.block_type, block.value) for block in latest.body if block.block_type != "quoted_item"]
    latest.save_revision()
    ask_cited_people(article=article)
    assert standing() == []


def test_a_portrait_is_shown_to_whom_it_shows(
    workshop: WorkshopPage, issue: IssuePage, add_contact: Callable[..., Contact]
) -> None:
    add_contact()
    _main, portraits = prepare_dossier(workshop=workshop, issue=issue, user=None)
    ask_cited_people(article=portraits)
    assert list(CitedPassage.objects.values_list("person__given_name", "words")) == [
        ("Nadia", "Elle tient le café du village.")
    ]


class TestWorkflow:
    """Écriture, Relecture, Accord des personnes citées; the end publishes nothing (item 4)."""

    def approve(self, article: ArticlePage, user: User) -> None:
        state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
        state.specific.task.specific.on_action(state, user, "approve")

    def steps(self) -> list[tuple[str, str]]:
        return list(TaskState.objects.order_by("pk").values_list("task__name", "status"))

    def test_the_three_steps_wait_for_the_people_cited_and_publish_nothing(
        self, client: Client, article: ArticlePage, editor: User
    ) -> None:
        workflow = article.get_workflow()
        assert workflow == Workflow.objects.get(name="Le journal")
        workflow.start(article, editor)
        self.approve(article, editor)
        self.approve(article, editor)
        assert self.steps()[-1] == ("Accord des personnes citées", "in_progress")
        assert mails()[-1][0] == "lea@valclair.example"
        task = TaskState.objects.get(status="in_progress").task.specific
        assert [name for name, _label, _modal in task.get_actions(article, editor)] == ["reject"]
        agree(client)
        assert [status for _name, status in self.steps()] == ["approved"] * 3
        article.refresh_from_db()
        assert (article.live, DraftVersion.objects.exclude(ready_at=None).count()) == (False, 1)

    def test_without_anybody_cited_the_step_passes_by_itself(self, issue: IssuePage, editor: User) -> None:
        article = an_article(issue)
        article.get_workflow().start(article, editor)
        self.approve(article, editor)
        self.approve(article, editor)
        assert [status for _name, status in self.steps()] == ["approved"] * 3
        assert mails() == []

    def test_approving_binds_the_words_of_that_moment(self, article: ArticlePage) -> None:
        first = mark_ready(article=article)
        rewrite(article, "Autre chose.")
        second = mark_ready(article=article)
        assert (first.pk == second.pk, mark_ready(article=article).pk == second.pk) == (False, True)

    def in_agreement(self, article: ArticlePage, editor: User) -> None:
        """Bring `article` to « Accord des personnes citées »."""
        article.get_workflow().start(article, editor)
        self.approve(article, editor)
        self.approve(article, editor)

    def retitle(self, article: ArticlePage, title: str) -> None:
        write_draft(article, rewritten(draft_of(article), {"title": title}), user=None)

    def test_words_changed_after_the_proofreading_are_proofread_again(
        self, client: Client, article: ArticlePage, editor: User
    ) -> None:
        self.in_agreement(article, editor)
        url = link_of_last_mail()
        article.refresh_from_db()
        self.retitle(article, "Un titre que personne n’a relu")
        row = CitedPassage.objects.get()
        assert notice(client, url, {"answer": "agree", "words_hash": row.words_hash})[0] == 200
        assert self.steps()[2:] == [("Accord des personnes citées", "cancelled"), ("Relecture", "in_progress")]
        assert TaskState.objects.get(status="cancelled").comment == UNREAD
        assert DraftVersion.objects.exclude(ready_at=None).count() == 0
        assert mails()[-1] == (editor.email, "À relire de nouveau : Se déplacer sans voiture")
        sent = len(mails())
        self.approve(article, editor)
        assert self.steps()[3:] == [("Relecture", "approved"), ("Accord des personnes citées", "approved")]
        assert [v.content["title"] for v in DraftVersion.objects.exclude(ready_at=None)] == [
            "Un titre que personne n’a relu"
        ]
        assert len(mails()) == sent

    def test_words_put_back_as_they_were_proofread_need_no_other_reading(
        self, client: Client, article: ArticlePage, editor: User
    ) -> None:
        title = draft(article).title
        self.in_agreement(article, editor)
        for other in ("Autre chose", title):
            article.refresh_from_db()
            self.retitle(article, other)
        agree(client)
        assert [status for _name, status in self.steps()] == ["approved"] * 3

    def test_an_editor_cannot_end_the_step_on_words_that_nobody_proofread(
        self, article: ArticlePage, editor: User
    ) -> None:
        self.in_agreement(article, editor)
        article.refresh_from_db()
        self.retitle(article, "Autre chose")
        CitedPassage.objects.all().delete()
        self.approve(article, editor)
        assert self.steps()[2:] == [("Accord des personnes citées", "cancelled"), ("Relecture", "in_progress")]

    def test_what_changed_on_demand_is_proofread_before_people_are_asked_again(
        self, article: ArticlePage, editor: User
    ) -> None:
        self.in_agreement(article, editor)
        state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
        state.specific.task.specific.on_action(state, editor, "reject")
        article.refresh_from_db()
        self.retitle(article, "Autre chose")
        article.current_workflow_state.resume(user=editor)
        assert self.steps()[2:] == [("Accord des personnes citées", "rejected"), ("Relecture", "in_progress")]
        self.approve(article, editor)
        assert self.steps()[-1] == ("Accord des personnes citées", "in_progress")

    def test_other_pages_are_still_published_at_the_end(self, house: object, editor: User) -> None:
        agenda = house.agenda
        page = agenda.__class__.objects.get(pk=agenda.pk)
        page.title = "Nos dates"
        page.save_revision()
        workflow = page.get_workflow()
        assert workflow != Workflow.objects.get(name="Le journal")
        workflow.start(page, editor)
        self.approve(page, editor)
        page.refresh_from_db()
        assert page.title == "Nos dates"


def sees(client: Client, article: ArticlePage, text: str) -> list[bool]:
    """Whether readers read `text` on the page of the article, in the feed, on the page of the whole issue."""
    issue = IssuePage.objects.parent_of(article).get()
    addresses = (article.url, "/flux/journal/", f"/numeros/{issue.number}/integral/")
    return [text in client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
def test_what_is_written_here_empties_too_when_who_it_cites_changes_their_mind(
    client: Client, issue: IssuePage, lea: Person, editor: User, how: str
) -> None:
    """Issue 7, items 2 and 3: on the site, in the feed, on paper, in a copy; and the files printed before are taken
    back."""
    article = an_article(issue)
    passage = cite(article=article, place=str(QUOTE["id"]), person=lea)
    note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.PAPER, user=editor)
    article.get_latest_revision().publish()
    assert sees(client, article, "On attend.") == [True, True, True]
    before = [block for _article, block in gather(issue, audience=Audience.PRINT).cited]
    consent = Consent.objects.get(audience=Audience.PRINT)
    assert [(block.is_removed, block.agreements) for block in before] == [(False, (consent.pk,))]
    if how == "withdrawn":
        withdraw_consent(consent=consent)
    else:
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
    assert sees(client, article, "On attend.") == [False, False, False]
    assert sees(client, article, "Le car est parti.") == [True, True, True]
    after = [block for _article, block in gather(issue, audience=Audience.PRINT).cited]
    assert [(block.is_removed, block.template) for block in after] == [(True, "print/journal/removed.html")]
    copy = article.copy(update_attrs={"slug": "copie"}, keep_live=True)
    assert "On attend." not in client.get(ArticlePage.objects.get(pk=copy.pk).url).content.decode()


def known_to_nobody(person: Person, how: str) -> None:
    """Erased at their demand, or deleted by hand on the screen of the people."""
    if how == "erased":
        assert erase_address(person.email) == 1
    else:
        person.delete()


@pytest.mark.parametrize("gone", ["erased", "deleted"])
class TestErasure:
    """What somebody refused stays out once they are erased, and nothing about them is kept (issue 7; law.md G-11)."""

    @pytest.fixture
    def article(self, issue: IssuePage) -> ArticlePage:
        return an_article(issue)

    @pytest.fixture
    def passage(self, article: ArticlePage, lea: Person, editor: User) -> CitedPassage:
        passage = cite(article=article, place=str(QUOTE["id"]), person=lea)
        note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.PAPER, user=editor)
        article.get_latest_revision().publish()
        return passage

    def take_back(self, passage: CitedPassage, how: str, editor: User) -> None:
        if how == "withdrawn":
            withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
        else:
            note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)

    @pytest.mark.parametrize("how", ["withdrawn", "refused"])
    def test_refused_words_stay_out_everywhere(
        self, client: Client, issue: IssuePage, passage: CitedPassage, lea: Person, editor: User, how: str, gone: str
    ) -> None:
        self.take_back(passage, how, editor)
        url, seen = url_for(PASSAGE, passage.uuid), passage.words_hash
        known_to_nobody(lea, gone)
        article = ArticlePage.objects.get()
        assert sees(client, article, "On attend.") == [False, False, False]
        assert sees(client, article, "Le car est parti.") == [True, True, True]
        assert [block.is_removed for _a, block in gather(issue, audience=Audience.PRINT).cited] == [True]
        assert (PressFault.CONSENT, "une personne") in {(fault.kind, fault.subject) for fault in faults_of(issue)}
        row = CitedPassage.objects.values("person", "consent", "words", "wish", "answered_at", "answer").get()
        assert row == {
            "person": None, "consent": None, "words": "", "wish": "", "answered_at": None, "answer": "refused",
        }  # fmt: skip
        assert client.get(url).status_code == 410
        assert client.post(url, {"answer": "agree", "words_hash": seen}).status_code == 410

    def test_an_older_draft_does_not_bring_them_back(
        self, client: Client, article: ArticlePage, passage: CitedPassage, lea: Person, editor: User, gone: str
    ) -> None:
        self.take_back(passage, "refused", editor)
        known_to_nobody(lea, gone)
        before, latest = article.get_latest_revision(), draft(article)
        latest.body = [(block.block_type, block.value) for block in latest.body if block.id != QUOTE["id"]]
        latest.save_revision().publish()
        assert (ask_cited_people(article=article), everybody_agrees(article)) == (0, True)
        before.publish()
        assert sees(client, ArticlePage.objects.get(), "On attend.") == [False, False, False]

    def test_what_they_agreed_to_stays_published_and_the_agreement_goes(
        self, client: Client, article: ArticlePage, passage: CitedPassage, lea: Person, gone: str
    ) -> None:
        known_to_nobody(lea, gone)
        assert sees(client, ArticlePage.objects.get(), "On attend.") == [True, True, True]
        assert not CitedPassage.objects.exists()

    def test_editors_read_what_is_kept_out_and_note_no_other_answer(
        self, client: Client, article: ArticlePage, passage: CitedPassage, lea: Person, editor: User, gone: str
    ) -> None:
        self.take_back(passage, "refused", editor)
        known_to_nobody(lea, gone)
        client.force_login(editor)
        page = client.get(reverse("journal_article_people", args=[article.pk])).content.decode()
        assert ("Quelqu’un dont les données ont été effacées" in page, "On attend." in page, "Léa" in page) == (
            True,
            True,
            False,
        )
        with pytest.raises(JournalError, match="ont été effacées"):
            note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.SPOKEN, user=editor)


def test_a_title_refused_by_somebody_erased_is_rewritten_in_place(issue: IssuePage, lea: Person, editor: User) -> None:
    article = an_article(issue)
    passage = cite(article=article, place="title", person=lea)
    note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=editor)
    erase_address(lea.email)
    assert PressFault.CONSENT in {fault.kind for fault in faults_of(issue)}
    latest = draft(article)
    latest.title = "Un autre titre"
    latest.save_revision()
    assert PressFault.CONSENT not in {fault.kind for fault in faults_of(issue)}


def test_the_database_keeps_nothing_of_somebody_erased(issue: IssuePage, lea: Person) -> None:
    row = cite(article=an_article(issue), place=str(QUOTE["id"]), person=lea)
    with pytest.raises(IntegrityError, match="cited_passage_anonymous"), transaction.atomic():
        CitedPassage.objects.filter(pk=row.pk).update(person=None)
