"""A draft in the hands of somebody without an account: pinned, expiring, revocable (item 3, M4)."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from journal.enums import IssueState, LinkPurpose
from journal.errors import JournalError
from journal.links import DRAFT, token_for
from journal.models import ArticlePage, DraftLink, DraftVersion, IssuePage, Production, Remark, Suggestion
from journal.services import (
    accept_suggestion,
    leave_remark,
    open_link,
    refuse_suggestion,
    revoke_link,
    settle_remark,
    suggest,
)
from people.models import User
from tests.factories.people import PersonFactory

from .writing import QUOTE, TEXT, an_article, draft, link_of_last_mail, mails, notice, text_of, words

WRITE, PROOFREAD = LinkPurpose.WRITE, LinkPurpose.PROOFREAD


@pytest.fixture
def article(issue: IssuePage) -> ArticlePage:
    return an_article(issue)


def a_link(article: ArticlePage, purpose: LinkPurpose = WRITE) -> DraftLink:
    person = PersonFactory(given_name="Nour", family_name="Ferry", email="nour@valclair.example")
    return open_link(article=article, person=person, purpose=purpose, user=None)


def path(link: DraftLink) -> str:
    return f"/journal-participer/texte/{token_for(DRAFT, link.uuid)}/"


def posted(link: DraftLink, order: str = "save", **passages: str) -> dict[str, str]:
    names = {"text": TEXT["id"], "quote": QUOTE["id"]}
    link.refresh_from_db()
    boxes = {f"passage-{names.get(name, name)}": value for name, value in passages.items()}
    return {"version": link.version.content_hash, "order": order, **boxes}


def test_a_writer_opens_the_link_of_the_mail_and_writes_in_the_draft(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    assert mails() == [("nour@valclair.example", "Votre texte vous attend : Le dernier car")]
    url = link_of_last_mail()
    page = BeautifulSoup(client.get(url).content, "html.parser")
    boxes = [(words(box.find_parent(class_="field").label), box.get_text().strip()) for box in page.select("textarea")]
    assert boxes == [
        ("Titre", "Le dernier car"),
        ("Surtitre", ""),
        ("Chapô", "Un soir."),
        ("Texte", "Le car est parti."),
        ("Citation", "On attend."),
        ("Ajouter à la fin", ""),
        ("Une remarque pour la rédaction (obligatoire)", ""),
    ]
    status, said = notice(client, url, posted(link, text="Le car **est parti**.\n\nSans nous.", fin="Et puis rien."))
    assert (status, said.split(".")[0]) == (200, "Votre texte est enregistré")
    assert [str(block.value) for block in draft(article).body if block.block_type == "text"] == [
        "<p>Le car <b>est parti</b>.</p><p>Sans nous.</p>",
        "<p>Et puis rien.</p>",
    ]
    assert ArticlePage.objects.get(pk=article.pk).body[0].value.source == "<p>Le car est parti.</p>"


def test_reading_changes_nothing_and_keeps_the_address_secret(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    before = (DraftVersion.objects.count(), article.revisions.count())
    response = client.get(path(link))
    assert client.head(path(link)).status_code == 200
    assert (DraftVersion.objects.count(), article.revisions.count()) == before
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in response["Cache-Control"]


def test_words_written_over_somebody_else_s_are_kept_beside_the_new_version(
    client: Client, article: ArticlePage
) -> None:
    link = a_link(article)
    other = draft(article)
    other.title = "Le premier car"
    other.save_revision()
    status, said = notice(client, path(link), posted(link, text="Mes mots."))
    page = BeautifulSoup(client.post(path(link), posted(link, text="Mes mots.")).content, "html.parser")
    assert (status, said.split(".")[0]) == (409, "Le texte a changé pendant que vous écriviez")
    assert page.select_one(f'[name="passage-{TEXT["id"]}"]').get_text().strip() == "Mes mots."
    assert words(page.select_one(".draft-passage")) == "Le premier car"
    assert text_of(article) == "<p>Le car est parti.</p>"
    assert notice(client, path(link), {"order": "pin"})[0] == 200
    assert notice(client, path(link), posted(link, text="Mes mots."))[0] == 200
    assert (draft(article).title, text_of(article)) == ("Le premier car", "<p>Mes mots.</p>")


def test_autosave_over_the_same_revision_moves_the_draft_too(client: Client, article: ArticlePage) -> None:
    """Trap: drafts save themselves over one revision. The hash of the content tells, the revision does not."""
    link = a_link(article)
    latest = article.get_latest_revision()
    other = draft(article)
    other.summary = "Un matin."
    other.save_revision(overwrite_revision=latest)
    assert article.get_latest_revision().pk == latest.pk
    assert notice(client, path(link), posted(link, text="Mes mots."))[0] == 409


@pytest.mark.parametrize("how", ["revoked", "expired", "replaced", "deleted"])
def test_a_link_that_no_longer_stands_opens_nothing(client: Client, article: ArticlePage, how: str) -> None:
    link = a_link(article)
    if how == "revoked":
        revoke_link(link=link)
    elif how == "expired":
        DraftLink.objects.update(created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now())
    elif how == "replaced":
        open_link(article=article, person=link.person, purpose=WRITE, user=None)
    else:
        DraftLink.objects.all().delete()
    assert client.get(path(link)).status_code == 410
    assert client.post(path(link), {"order": "save", "version": "x"}).status_code == 410
    assert text_of(article) == "<p>Le car est parti.</p>"


def test_a_link_expires_by_itself(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    with time_machine.travel(timezone.now() + timedelta(days=22), tick=False):
        assert client.get(path(link)).status_code == 410


def test_an_altered_link_is_not_found(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    other = token_for("passage", link.uuid)
    for token in (token_for(DRAFT, link.uuid)[:-2], other, "n-importe-quoi"):
        assert client.get(f"/journal-participer/texte/{token}/").status_code == 404


def test_a_proofreader_proposes_and_the_draft_waits_for_an_editor(
    client: Client, article: ArticlePage, editor: User
) -> None:
    link = a_link(article, PROOFREAD)
    status, said = notice(client, path(link), posted(link, "suggest", text="Le car est passé.", title="Le dernier car"))
    assert (status, said) == (200, "Vos propositions sont transmises à la rédaction.")
    notice(client, path(link), posted(link, "suggest", text="Le car est passé."))
    suggestion = Suggestion.objects.get()
    assert (suggestion.before, suggestion.after, suggestion.state) == (
        "Le car est parti.",
        "Le car est passé.",
        "pending",
    )
    assert text_of(article) == "<p>Le car est parti.</p>"
    accept_suggestion(suggestion=suggestion, user=editor)
    assert text_of(article) == "<p>Le car est passé.</p>"
    with pytest.raises(JournalError, match="déjà examinée"):
        accept_suggestion(suggestion=suggestion, user=editor)


def test_a_suggestion_about_words_that_changed_is_not_taken_by_mistake(article: ArticlePage, editor: User) -> None:
    link = a_link(article, PROOFREAD)
    (suggestion,) = suggest(link=link, words={str(TEXT["id"]): "Autre chose."})
    other = draft(article)
    other.body[0].value.source = "<p>Le car est revenu.</p>"
    other.save_revision()
    with pytest.raises(JournalError, match="Le passage a changé"):
        accept_suggestion(suggestion=suggestion, user=editor)
    refuse_suggestion(suggestion=suggestion)
    assert Suggestion.objects.get().state == "refused"


def test_remarks_reach_the_editors(client: Client, article: ArticlePage) -> None:
    link = a_link(article, PROOFREAD)
    assert notice(client, path(link), {"order": "remark", "text": "À quelle heure ?"})[0] == 200
    assert notice(client, path(link), {"order": "remark", "text": " "})[0] == 422
    remark = Remark.objects.get()
    settle_remark(remark=remark)
    assert (remark.text, Remark.objects.filter(settled_at=None).count()) == ("À quelle heure ?", 0)
    assert leave_remark(link=link, text="Ici.", place=str(TEXT["id"])).place == TEXT["id"]


def test_too_long_a_title_is_asked_again_and_kept(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    response = client.post(path(link), posted(link, title="x" * 256))
    assert response.status_code == 422
    assert "x" * 256 in response.content.decode()
    assert draft(article).title == "Le dernier car"


def test_an_empty_title_never_replaces_one(client: Client, article: ArticlePage) -> None:
    link = a_link(article)
    assert client.post(path(link), posted(link, title=" ", text="Mieux.")).status_code == 200
    assert (draft(article).title, text_of(article)) == ("Le dernier car", "<p>Mieux.</p>")


@pytest.mark.parametrize("state", [IssueState.PRESS, IssueState.OUT])
def test_nothing_is_written_once_the_issue_is_at_the_printer_s(
    client: Client, article: ArticlePage, issue: IssuePage, state: IssueState
) -> None:
    link = a_link(article)
    Production.objects.create(issue=issue, state=state, press_at=timezone.now(), out_at=timezone.now())
    status, said = notice(client, path(link), posted(link, text="Trop tard."))
    assert (status, said.split(":")[0].strip()) == (409, "Le numéro est parti à l’impression")
    assert text_of(article) == "<p>Le car est parti.</p>"


def test_somebody_without_address_gets_no_link(article: ArticlePage) -> None:
    with pytest.raises(JournalError, match="pas d’adresse"):
        open_link(article=article, person=PersonFactory(email=""), purpose=WRITE, user=None)
    assert DraftLink.objects.count() == 0
