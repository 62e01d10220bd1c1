"""What was said in confidence reaches the journal once each person concerned opened it, and not before (S2-17, M3)."""

import json
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import EventExchange, WorkshopPage
from journal.enums import SourceKind
from journal.models import ArticlePage, Edition, IssuePage
from journal.printing.consents import consents_under
from journal.printing.content import gather
from journal.selectors.choices import source_choices
from journal.selectors.press import article_faults_of
from journal.services import DossierRefused, prepare_dossier
from journal.services.editions import agreements_stand
from people.enums import Audience, ConsentMethod
from people.models import Passage, User, Voice
from people.services import note_passage, note_voice, withdraw_consent
from tests.factories.people import ExchangeFactory, PersonFactory, UserFactory

from .papers import PARAGRAPH, write_article

ONE_TEXT = [{"type": "text", "value": PARAGRAPH}]
WORDS = "On nous a demandé de nous taire."


@dataclass
class Confided:
    passage: Passage
    keeper: User

    @property
    def voices(self) -> list[Voice]:
        return list(self.passage.voices.select_related("consent").order_by("pk"))

    def answer(self, voice: Voice, *, agrees: bool) -> None:
        note_voice(voice=voice, agrees=agrees, method=ConsentMethod.SPOKEN, by=self.keeper)


@pytest.fixture
def confided(workshop: WorkshopPage) -> Confided:
    """A sentence that concerns five people, of whom four agree."""
    keeper = UserFactory()
    exchange = ExchangeFactory(keeper=keeper)
    EventExchange.objects.create(event=workshop, exchange=exchange)
    people = PersonFactory.create_batch(5)
    said = note_passage(exchange=exchange, words=WORDS, by=keeper, speakers=people[:1], concerned=people[1:])
    found = Confided(said, keeper)
    for voice in found.voices[:4]:
        found.answer(voice, agrees=True)
    return found


@pytest.fixture
def article(confided: Confided, workshop: WorkshopPage, issue: IssuePage) -> ArticlePage:
    """The main article of the dossier, published once the fifth agreed."""
    confided.answer(confided.voices[4], agrees=True)
    draft = prepare_dossier(workshop=workshop, issue=issue, user=None)[0]
    draft.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=draft.pk)


def labels() -> list[str]:
    return [choice.label for group in source_choices(SourceKind.PASSAGE) for choice in group.choices]


def test_four_agreements_of_five_offer_nothing_and_the_fifth_does(
    admin: Client, confided: Confided, workshop: WorkshopPage, issue: IssuePage
) -> None:
    dossier = reverse("journal_prepare_dossier", args=[workshop.pk])
    assert (labels(), WORDS in admin.get(dossier).content.decode()) == ([], False)
    with pytest.raises(DossierRefused):
        prepare_dossier(workshop=workshop, issue=issue, user=None)
    confided.answer(confided.voices[4], agrees=True)
    assert labels() == [WORDS]
    assert "dite en confiance" in admin.get(dossier).content.decode()
    body = prepare_dossier(workshop=workshop, issue=issue, user=None)[0].body
    assert [child.block_type for child in body] == ["workshop_intro", "confided", "next_dates"]


def test_one_withdrawal_empties_every_place_and_no_draft_kept_the_words(
    client: Client, admin: Client, confided: Confided, article: ArticlePage
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert (WORDS in client.get(article.url).content.decode(), labels()) == (True, [WORDS])
    consent = confided.voices[2].consent
    assert consent is not None
    withdraw_consent(consent=consent)
    page, screen = client.get(article.url).content.decode(), admin.get(edit).content.decode()
    assert (WORDS in page, "Un passage a été retiré ici." in page) == (False, True)
    assert (WORDS in screen, "Ce passage confidentiel est ferm" in screen, labels()) == (False, True, [])
    kept = [json.dumps(revision.content, ensure_ascii=False) for revision in article.revisions.all()]
    assert [WORDS in content for content in kept] == [False] * len(kept)


def test_paper_rests_on_the_five_agreements_and_falls_with_one_no(
    confided: Confided, article: ArticlePage, issue: IssuePage
) -> None:
    block = next(block for _a, block in gather(issue, audience=Audience.PRINT).sourced if block.kind == "confided")
    assert block.source is not None
    needed = [voice.consent_id for voice in confided.voices]
    assert (block.is_removed, consents_under(block.source)) == (False, sorted(needed))
    entry = {"shown": True, "code": block.source.provenance.code, "consents": needed}
    edition = Edition(issue=issue, asked_at=timezone.now(), consents=[entry])
    assert agreements_stand(edition)
    confided.answer(confided.voices[0], agrees=False)
    assert not agreements_stand(edition)
    printed = gather(issue, audience=Audience.PRINT).sourced
    assert [block.is_removed for _a, block in printed if block.kind == "confided"] == [True]
    assert "une personne" in [fault.subject for fault in article_faults_of(article)]


def test_a_block_whose_words_are_still_to_choose_says_nothing_anywhere(client: Client, issue: IssuePage) -> None:
    """A draft saves itself between the choice of the block and that of the words."""
    article = write_article(issue, "Le premier car", body=[{"type": "confided", "value": {}}, *ONE_TEXT])
    printed = gather(issue, audience=Audience.PRINT)
    assert ([block.kind for block in printed.articles[0].blocks], printed.references) == (["text"], [])
    for url in (article.url, f"/numeros/{issue.number}/integral/"):
        assert "en confiance" not in client.get(url).content.decode()


def test_a_quotation_written_here_has_no_code_among_the_sources(issue: IssuePage) -> None:
    write_article(issue, "Le premier car", body=[{"type": "quoted_item", "value": {"text": "On attend."}}, *ONE_TEXT])
    printed = gather(issue, audience=Audience.PRINT)
    assert ([block.kind for block in printed.articles[0].blocks], printed.references) == (["quoted_item", "text"], [])
