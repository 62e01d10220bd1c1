"""Making the papers in the background, and taking them back (issue item 5; law.md C-12, C-13; M2)."""

import datetime as dt
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from cms.models import SiteIdentity
from events.models import DiagnosisItem, WorkshopPage
from journal import tasks
from journal.enums import EditionKind, EditionState, EditionStep, Output
from journal.models import ArticlePage, Edition, EditionFile, IssuePage, JournalPage
from journal.printing import making
from journal.printing.content import PrintedIssue, gather
from journal.printing.outputs import Papers
from journal.printing.places import Paper
from journal.selectors.editions import files_for_readers
from journal.services import cite, note_answer, pass_for_press, prepare_dossier, reopen, start_layout
from journal.services.editions import (
    HEART_STOPPED,
    EditionRefused,
    Made,
    beat,
    claim,
    fail,
    finish,
    forget_proofs,
    order_edition,
    try_again,
    wake_editions,
    withdraw_editions,
)
from people.enums import Answer, Audience, ConsentMethod
from people.models import User
from people.services import withdraw_consent
from tests.factories.people import PersonFactory, UserFactory

from .papers import agree_to_print, read, text_of, write_article
from .writing import QUOTE, an_article

NOW = dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys given to the job, which does not run."""
    asked: list[int] = []
    monkeypatch.setattr(tasks, "_enqueue", asked.append)
    return asked


def give_good_to_print(issue: IssuePage) -> None:
    """« Bon à tirer » of an ours that is complete, whatever else would stop it: what stops it has its own tests."""
    SiteIdentity.objects.update(postal_address="1 place du Lavoir", publication_director="Claude Ferry")
    JournalPage.objects.update(printer="Imprimé par nos soins", reply_contact="redaction@valclair.example")
    IssuePage.objects.filter(pk=issue.pk).update(legal_deposit_on=issue.date)
    issue.refresh_from_db(fields=["legal_deposit_on"])
    start_layout(issue=issue, user=None)
    with patch("journal.services.production.faults_of", return_value=[]):
        pass_for_press(issue=issue, user=None)


def small(*outputs: Output, consents: Any = ()) -> Made:
    """What a job would have made: the same few bytes for each output."""
    path = Path(settings.MEDIA_ROOT).parent / "small.pdf"
    path.write_bytes(b"%PDF-1.7 one")
    return Made([(output, path) for output in outputs or [Output.SCREEN]], 4, "a" * 64, list(consents))


def made(issue: IssuePage, *, kind: EditionKind = EditionKind.PROOF, consents: Any = ()) -> Edition:
    """An edition whose job is over."""
    edition = claim(order_edition(issue=issue, kind=kind, user=None).pk, now=timezone.now())
    assert edition
    assert finish(edition, small(consents=consents))
    edition.refresh_from_db()
    return edition


# --- the row is the truth -------------------------------------------------------------------------


def test_a_proof_is_asked_and_a_job_is_woken_once_it_is_written(
    issue: IssuePage, queue: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
        assert queue == []
    assert (queue, edition.state, str(edition)) == ([edition.pk], EditionState.WAITING, "épreuve n° 1")


def test_one_edition_of_an_issue_is_made_at_a_time(issue: IssuePage, queue: list[int]) -> None:
    order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    with pytest.raises(EditionRefused, match="déjà en cours"):
        order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    assert Edition.objects.count() == 1


def test_proofs_are_numbered(issue: IssuePage, queue: list[int]) -> None:
    assert [made(issue).number, made(issue).number] == [1, 2]


def test_the_final_files_wait_for_the_good_to_print(issue: IssuePage, queue: list[int]) -> None:
    with pytest.raises(EditionRefused, match="bon à tirer de ce numéro n’est pas donné"):
        order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    give_good_to_print(issue)
    assert order_edition(issue=issue, kind=EditionKind.FINAL, user=None).number == 1


def test_only_one_job_holds_an_edition(issue: IssuePage, queue: list[int]) -> None:
    edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    first = claim(edition.pk, now=NOW)
    assert first is not None
    assert claim(edition.pk, now=NOW) is None


def test_a_job_whose_heart_stopped_is_replaced_and_cannot_store_any_more(issue: IssuePage, queue: list[int]) -> None:
    edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    dead = claim(edition.pk, now=NOW)
    heir = claim(edition.pk, now=NOW + HEART_STOPPED + dt.timedelta(seconds=1))
    assert dead
    assert heir
    assert (finish(dead, small()), finish(heir, small())) == (False, True)
    fail(dead, "trop tard")
    edition.refresh_from_db()
    assert (edition.state, edition.attempts, edition.files.count()) == (EditionState.DONE, 2, 1)


def test_the_clock_wakes_what_no_job_holds_and_gives_up_after_three(
    issue: IssuePage, queue: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    later = timezone.now() + dt.timedelta(minutes=2)
    for _attempt in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            assert wake_editions(later) == 1
        assert claim(queue.pop(), now=later)
        assert wake_editions(later) == 0
        later += HEART_STOPPED + dt.timedelta(seconds=1)
    assert wake_editions(later) == 1
    edition.refresh_from_db()
    assert (edition.state, edition.error, queue) == (
        EditionState.FAILED,
        "La mise en page s’est interrompue trois fois de suite.",
        [],
    )


def test_what_failed_can_be_tried_again(issue: IssuePage, queue: list[int]) -> None:
    edition = claim(order_edition(issue=issue, kind=EditionKind.PROOF, user=None).pk, now=NOW)
    assert edition
    fail(edition, "La mise en page s’est arrêtée.")
    assert try_again(edition=edition).state == EditionState.WAITING
    with pytest.raises(EditionRefused, match="pas en échec"):
        try_again(edition=edition)


def test_progress_follows_the_steps(issue: IssuePage, queue: list[int]) -> None:
    edition = claim(order_edition(issue=issue, kind=EditionKind.PROOF, user=None).pk, now=NOW)
    assert edition
    seen = []
    for step in EditionStep:
        beat(edition, step)
        edition.refresh_from_db()
        seen.append(edition.percent)
    assert seen == sorted(seen)
    assert (seen[0], edition.beat_at and edition.beat_at > NOW) == (0, True)


def test_a_file_that_could_not_be_recorded_leaves_nothing_on_the_disk(
    issue: IssuePage, queue: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = claim(order_edition(issue=issue, kind=EditionKind.PROOF, user=None).pk, now=NOW)
    assert edition
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        finish(edition, small(Output.SCREEN, Output.SCREEN))
    assert EditionFile.objects.count() == 0
    edition.refresh_from_db()
    assert edition.state == EditionState.RUNNING


def test_an_unexpected_error_is_told_to_the_editor_without_its_details(
    issue: IssuePage, queue: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret")

    write_article(issue, "Le premier car", paragraphs=1)
    monkeypatch.setattr(making, "make_papers", burst)
    edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    making.make(edition.pk)
    edition.refresh_from_db()
    assert edition.state == EditionState.FAILED
    assert "erreur inattendue" in edition.error
    assert "secret" not in edition.error


def test_an_issue_without_article_says_so(issue: IssuePage, queue: list[int]) -> None:
    edition = order_edition(issue=issue, kind=EditionKind.PROOF, user=None)
    making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.error) == (
        EditionState.FAILED,
        "Ce numéro n’a encore aucun article à imprimer.",
    )


# --- the whole road -------------------------------------------------------------------------------


def test_the_good_to_print_keeps_what_was_agreed_and_loses_its_files_when_somebody_withdraws(
    issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem], queue: list[int], client: Client
) -> None:
    for item in twelve_items:
        if item.author:
            agree_to_print(item.author)
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    give_good_to_print(issue)
    edition = order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    making.make(edition.pk)
    edition.refresh_from_db()
    files = {file.output: file for file in edition.files.all()}
    assert (edition.state, edition.error, set(files)) == (EditionState.DONE, "", set(Output.values))
    on_paper = [entry for entry in edition.consents if entry["audience"] == Audience.PRINT]
    assert len([entry for entry in on_paper if entry["code"].startswith("diagnosis-item")]) == 12
    assert len({pk for entry in on_paper for pk in entry["consents"]}) == 8  # four people, for the site and for paper
    with files["ecran"].file.open() as file:
        assert "ne pas diffuser" not in text_of(file.read())
    address = reverse("journal:issue_file", args=[issue.number, "ecran"])
    response = client.get(address)
    assert (response.status_code, response["Content-Type"], response["Content-Disposition"][:6]) == (
        200,
        "application/pdf",
        "inline",
    )
    assert len(read(b"".join(response.streaming_content)).pages) == edition.page_count

    author = next(item.author for item in twelve_items if item.author)
    withdraw_consent(consent=author.consents.get(audience=Audience.PRINT))
    assert client.get(address).status_code == 404  # at once, before the clock comes
    assert withdraw_editions(timezone.now()) == 1
    edition.refresh_from_db()
    again = Edition.objects.get(state=EditionState.WAITING)
    assert (edition.state, edition.files.count()) == (EditionState.WITHDRAWN, 0)
    assert (again.kind, again.number, len(edition.consents)) == (EditionKind.FINAL, 2, len(on_paper) * 2)
    assert withdraw_editions(timezone.now()) == 0


def type_out(printed: PrintedIssue, paper: Paper, folder: Path, **how: Any) -> Papers:
    """The words of what is printed, without any layout."""
    path = folder / "screen.txt"
    path.write_text(
        repr([(article.page.title, [block.value for block in article.blocks]) for article in printed.articles])
    )
    return Papers([(Output.SCREEN, path)], 1, "a" * 64, [])


def rewrite(article: ArticlePage, title: str) -> None:
    """An edit after « bon à tirer »: another title, another text."""
    latest = article.get_latest_revision_as_object()
    latest.title, latest.body = title, [("text", RichText("<p>Récrit.</p>"))]
    latest.save_revision()


def test_the_final_files_print_the_words_of_the_good_to_print_and_a_proof_the_latest(
    issue: IssuePage, queue: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 7, item 4: what is edited, added or moved since stays out of the paper, the screen and the book."""
    monkeypatch.setattr(making, "make_papers", type_out)
    article = write_article(issue, "Le premier car", paragraphs=1)
    give_good_to_print(issue)
    rewrite(article, "Le dernier car")
    write_article(issue, "Ajouté depuis", paragraphs=1)
    said = {}
    for kind in EditionKind:
        edition = order_edition(issue=issue, kind=kind, user=None)
        making.make(edition.pk)
        with edition.files.get(output=Output.SCREEN).file.open() as file:
            said[kind] = file.read().decode()
        with edition.files.get(output=Output.EPUB).file.open() as file, ZipFile(file) as book:
            said[kind] += "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    looked_for = ("Le premier car", "descend la vallée", "Le dernier car", "Récrit.", "Ajouté depuis")
    final, proof = ([words in said[kind] for words in looked_for] for kind in (EditionKind.FINAL, EditionKind.PROOF))
    assert (final, proof) == ([True, True, False, False, False], [False, True, True, True, True])


def test_an_agreement_withdrawn_after_the_good_to_print_empties_the_frozen_passage(
    issue: IssuePage, workshop: WorkshopPage, twelve_items: list[DiagnosisItem]
) -> None:
    for item in twelve_items:
        if item.author:
            agree_to_print(item.author)
    prepare_dossier(workshop=workshop, issue=issue, user=None)
    give_good_to_print(issue)
    quoted = next(item for item in twelve_items if item.author)

    def shown() -> set[str]:
        sourced = gather(issue, audience=Audience.PRINT, frozen=True).sourced
        return {b.source.record.text for _a, b in sourced if b.kind == "quoted_item" and b.source and b.source.is_shown}

    before = shown()
    withdraw_consent(consent=quoted.author.consents.get(audience=Audience.PRINT))
    assert (len(before), before - shown()) == (12, {quoted.text})


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
@pytest.mark.parametrize("place", ["title", str(QUOTE["id"])])
def test_files_that_cite_somebody_in_words_written_here_go_when_they_change_their_mind(
    issue: IssuePage, queue: list[int], monkeypatch: pytest.MonkeyPatch, place: str, how: str
) -> None:
    """Issue 7, item 5: the frozen « bon à tirer » keeps the agreements under every passage, sourced or not."""
    monkeypatch.setattr(making, "make_papers", type_out)
    article = an_article(issue)
    passage = cite(article=article, place=place, person=PersonFactory())
    note_answer(passage=passage, answer=Answer.AGREED, method=ConsentMethod.PAPER, user=UserFactory())
    give_good_to_print(issue)
    edition = order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    making.make(edition.pk)
    edition.refresh_from_db()
    consent = passage.person.consents.get(audience=Audience.PRINT)
    assert [(entry["shown"], entry["consents"]) for entry in edition.consents] == [(True, [consent.pk])] * 2
    if how == "withdrawn":
        withdraw_consent(consent=consent)
    else:
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=UserFactory())
    assert withdraw_editions(timezone.now()) == 1
    making.make(Edition.objects.get(state=EditionState.WAITING).pk)
    again = Edition.objects.get(state=EditionState.DONE)
    assert [entry["shown"] for entry in again.consents] == [False, False]


def test_a_frozen_text_that_is_gone_is_missed_by_its_title(issue: IssuePage, queue: list[int]) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    lost = write_article(issue, "Le marché", paragraphs=1)
    give_good_to_print(issue)
    edition = order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    lost.delete()
    making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, edition.files.count()) == (EditionState.FAILED, 0)
    words = "Le bon à tirer compte un texte qui n’existe plus : « Le marché »."
    assert edition.error.startswith(words)
    with pytest.raises(EditionRefused, match=words):
        order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    assert order_edition(issue=issue, kind=EditionKind.PROOF, user=None).state == EditionState.WAITING


def test_files_withdrawn_after_a_reopening_or_a_loss_are_withdrawn_all_the_same(
    issue: IssuePage, queue: list[int]
) -> None:
    consent = agree_to_print(PersonFactory())
    article = write_article(issue, "Le premier car", paragraphs=1)
    give_good_to_print(issue)
    rests_on_it = [{"shown": True, "consents": [consent.pk]}]
    first = made(issue, kind=EditionKind.FINAL, consents=rests_on_it)
    article.delete()
    withdraw_consent(consent=consent)
    assert withdraw_editions(timezone.now()) == 1
    again = Edition.objects.get(state=EditionState.WAITING)
    making.make(again.pk)
    again.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, again.state, "Le premier car" in again.error) == (
        EditionState.WITHDRAWN,
        EditionState.FAILED,
        True,
    )
    Edition.objects.filter(pk=first.pk).update(state=EditionState.DONE)
    reopen(issue=issue, user=None, reason="Une coquille.")
    assert withdraw_editions(timezone.now()) == 1
    assert not Edition.objects.filter(state=EditionState.WAITING).exists()


def test_a_final_edition_asked_before_the_reopening_says_what_it_waits_for(issue: IssuePage, queue: list[int]) -> None:
    write_article(issue, "Le premier car", paragraphs=1)
    give_good_to_print(issue)
    edition = order_edition(issue=issue, kind=EditionKind.FINAL, user=None)
    reopen(issue=issue, user=None, reason="Une coquille.")
    making.make(edition.pk)
    edition.refresh_from_db()
    assert (edition.state, "n’est pas donné" in edition.error) == (EditionState.FAILED, True)


def test_proofs_are_forgotten_after_sixty_days_and_final_files_stay(
    issue: IssuePage, queue: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    proof = made(issue)
    give_good_to_print(issue)
    final = made(issue, kind=EditionKind.FINAL)
    path = proof.files.get().file.path
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_proofs(timezone.now() + dt.timedelta(days=59)) == 0
        assert forget_proofs(timezone.now() + dt.timedelta(days=61)) == 1
    assert (proof.files.count(), final.files.count()) == (0, 1)
    assert not Path(path).exists()


# --- who may take what ----------------------------------------------------------------------------


def test_readers_take_only_final_files_of_public_issues(issue: IssuePage, queue: list[int], client: Client) -> None:
    made(issue)
    assert client.get(reverse("journal:issue_file", args=[issue.number, "ecran"])).status_code == 404
    give_good_to_print(issue)
    made(issue, kind=EditionKind.FINAL)
    assert [file.output for file in files_for_readers(issue)] == ["ecran"]
    assert client.get(reverse("journal:issue_file", args=[issue.number, "imprimeur"])).status_code == 404
    issue.live = False
    issue.save()
    assert client.get(reverse("journal:issue_file", args=[issue.number, "ecran"])).status_code == 404


def test_an_editor_asks_for_a_proof_and_follows_it(admin: Client, issue: IssuePage, queue: list[int]) -> None:
    address = reverse("journal_papers", args=[issue.pk])
    page = admin.get(address)
    assert (page.status_code, "Refresh" in page) == (200, False)
    assert "Aucun tirage pour le moment" in page.content.decode()
    assert admin.post(address, {"kind": "proof", "padding": "notes"}).status_code == 302
    page = admin.get(address)
    assert page["Refresh"] == "3"
    assert "réunion des textes et des images" in page.content.decode().lower()
    refused = admin.post(address, {"kind": "proof", "padding": "notes"})
    assert (refused.status_code, "déjà en cours" in refused.content.decode()) == (409, True)
    assert admin.post(address, {"kind": "other"}).status_code == 422
    assert admin.post(address, {"kind": "final", "padding": "notes"}).status_code == 409


def test_an_editor_takes_the_files_and_sees_what_was_left_out(
    admin: Client, issue: IssuePage, queue: list[int]
) -> None:
    edition = made(issue)
    Edition.objects.filter(pk=edition.pk).update(warnings=["« Le car » : un passage est retiré."])
    page = admin.get(reverse("journal_papers", args=[issue.pk])).content.decode()
    assert "Épreuve n° 1, 4 pages" in page
    assert "un passage est retiré" in page
    response = admin.get(reverse("journal_edition_file", args=[edition.files.get().pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 one"


def test_who_may_not_edit_the_issue_sees_none_of_its_papers(client: Client, issue: IssuePage, queue: list[int]) -> None:
    edition = made(issue)
    user: User = UserFactory(groups=["Animation"])
    client.force_login(user)
    for address in (
        reverse("journal_papers", args=[issue.pk]),
        reverse("journal_edition_file", args=[edition.files.get().pk]),
    ):
        assert client.get(address).status_code in {302, 403}
