"""Maquette, Bon à tirer, Paru: states that services move, and what stops them (item 4, law.md P-01 to P-09)."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from cms.enums import ImageRights
from cms.models import Image, SiteIdentity
from config.first_run.tree import House
from events.models import DiagnosisItem, WorkshopPage
from journal.enums import EditionKind, IssueState, Periodicity, PressFault, SignatureRole
from journal.errors import JournalError, NotReadyForPress
from journal.issn import is_issn
from journal.models import (
    ArticlePage,
    CitedPassage,
    CoSignature,
    Edition,
    IssuePage,
    JournalPage,
    PartnerSpace,
    Production,
    Signature,
)
from journal.selectors.imprint import imprint_of
from journal.selectors.press import faults_of
from journal.selectors.texts import frozen_front, frozen_texts
from journal.services import (
    answer_passage,
    answer_signature,
    ask_cited_people,
    attach_article,
    ensure_rubrics,
    invite_signature,
    mark_ready,
    pass_for_press,
    plan_slot,
    prepare_dossier,
    production_of,
    publish_directly,
    publish_issue,
    reopen,
    start_layout,
)
from journal.services.editions import EditionRefused, order_edition
from journal.versions import AROUND, draft_of, signs_of
from people.enums import Answer, Audience
from people.models import Consent, User
from people.services import withdraw_consent
from tests.factories.cms import ImageFactory
from tests.factories.people import PersonFactory

from .writing import an_article, draft, mails

ISSN = "0378-5955"


@pytest.fixture
def complete(issue: IssuePage, house: House) -> IssuePage:
    """An issue whose imprint is complete for a yearly journal."""
    SiteIdentity.objects.filter(pk=house.identity.pk).update(
        name="Média des Combes",
        postal_address="1 place du Lavoir",
        publication_director="Claude Ferry",
        contact_email="redaction@valclair.example",
    )
    JournalPage.objects.update(printer="Imprimé par nos soins")
    IssuePage.objects.filter(pk=issue.pk).update(legal_deposit_on=issue.date)
    return IssuePage.objects.get(pk=issue.pk)


def faults(issue: IssuePage) -> list[tuple[str, str, str]]:
    return [(fault.kind.value, fault.subject, fault.title) for fault in faults_of(issue)]


def to_press(issue: IssuePage, user: User | None = None) -> Production:
    start_layout(issue=issue, user=user)
    return pass_for_press(issue=issue, user=user)


@pytest.fixture
def ready(complete: IssuePage) -> ArticlePage:
    article = an_article(complete)
    mark_ready(article=article)
    return article


class TestImprint:
    @pytest.mark.parametrize(
        ("periodicity", "missing"),
        [
            (Periodicity.ANNUAL, []),
            (Periodicity.HALF_YEARLY, ["Responsable de la rédaction", "Prix", "ISSN"]),
            (Periodicity.IRREGULAR, ["Responsable de la rédaction", "Prix", "ISSN"]),
        ],
    )
    def test_what_is_required_depends_on_the_declared_periodicity(
        self, complete: IssuePage, periodicity: Periodicity, missing: list[str]
    ) -> None:
        JournalPage.objects.update(periodicity=periodicity)
        assert imprint_of(complete).missing == missing

    def test_an_issue_without_anything_lacks_what_every_print_must_bear(self, issue: IssuePage) -> None:
        SiteIdentity.objects.update(postal_address="", publication_director="", contact_email="")
        assert imprint_of(issue).missing == [
            "Siège",
            "Direction de la publication",
            "Impression",
            "Dépôt légal",
            "Droit de réponse",
        ]

    def test_a_free_journal_is_known_as_such_and_those_who_sign_are_thanked(self, complete: IssuePage) -> None:
        JournalPage.objects.update(price="Gratuit")
        article = an_article(complete)
        for name in ("Nour Ferry", "Léa Martin", "Nour Ferry"):
            Signature.objects.create(page=article, name=name)
        imprint = imprint_of(complete)
        assert (imprint.is_free, imprint.people) == (True, ("Nour Ferry", "Léa Martin"))
        assert ("Parution", "21 mars 2026") in [(line.label, line.value) for line in imprint.filled]

    @pytest.mark.parametrize(
        ("text", "valid"),
        [
            (ISSN, True),
            ("2434-561X", True),
            ("0378-5954", False),
            ("03785955", False),
            ("", False),
            ("²378-5955", False),
        ],
    )
    def test_an_issn_bears_its_key(self, text: str, valid: bool) -> None:
        assert is_issn(text) == valid


class TestStates:
    def test_from_the_drafts_to_the_readers(self, ready: ArticlePage, complete: IssuePage, editor: User) -> None:
        IssuePage.objects.filter(pk=complete.pk).update(live=False)
        row = to_press(complete, editor)
        assert (row.state, row.press_by) == (IssueState.PRESS, editor)
        assert not ArticlePage.objects.get(pk=ready.pk).live
        row = publish_issue(issue=complete, user=editor)
        assert (row.state, row.out_at is not None) == (IssueState.OUT, True)
        assert (ArticlePage.objects.get(pk=ready.pk).live, IssuePage.objects.get(pk=complete.pk).live) == (True, True)
        entries = PageLogEntry.objects.filter(action="journal.production").order_by("pk")
        assert [entry.data["state"] for entry in entries] == ["layout", "press", "out"]

    def test_a_step_cannot_be_skipped_nor_taken_twice(self, ready: ArticlePage, complete: IssuePage) -> None:
        for skipped in (pass_for_press, publish_issue):
            with pytest.raises(JournalError, match="en préparation"):
                skipped(issue=complete, user=None)
        start_layout(issue=complete, user=None)
        with pytest.raises(JournalError, match="en maquette"):
            start_layout(issue=complete, user=None)

    def test_a_text_that_changed_since_stays_at_the_door(self, ready: ArticlePage, complete: IssuePage) -> None:
        to_press(complete)
        latest = draft(ready)
        latest.title = "Un autre titre"
        latest.save_revision()
        with pytest.raises(JournalError, match="« Le dernier car » a changé depuis le bon à tirer"):
            publish_issue(issue=complete, user=None)
        assert production_of(complete).state == IssueState.PRESS

    def test_so_does_a_picture_that_nobody_checked(self, ready: ArticlePage, complete: IssuePage) -> None:
        to_press(complete)
        latest = draft(ready)
        latest.listing_image = ImageFactory(image_rights=ImageRights.MISSING)
        latest.save_revision()
        with pytest.raises(JournalError, match="« Le dernier car » a changé depuis le bon à tirer"):
            publish_issue(issue=complete, user=None)
        assert not ArticlePage.objects.get(pk=ready.pk).live

    def test_so_does_an_article_that_left_since(self, ready: ArticlePage, complete: IssuePage) -> None:
        mark_ready(article=an_article(complete, title="Parti"))
        to_press(complete)
        ArticlePage.objects.get(title="Parti").delete()
        with pytest.raises(JournalError, match="un texte qui n’existe plus : « Parti »"):
            publish_issue(issue=complete, user=None)

    def test_so_does_an_ours_that_lost_a_line_since(self, ready: ArticlePage, complete: IssuePage) -> None:
        """law.md P-01: no copy leaves without its legal deposit; nor are its files made."""
        to_press(complete)
        IssuePage.objects.filter(pk=complete.pk).update(legal_deposit_on=None)
        lost = "L’ours n’est plus complet : il manque « Dépôt légal »"
        with pytest.raises(JournalError, match=lost):
            publish_issue(issue=complete, user=None)
        with pytest.raises(EditionRefused, match=lost):
            order_edition(issue=IssuePage.objects.get(pk=complete.pk), kind=EditionKind.FINAL, user=None)
        assert (production_of(complete).state, Edition.objects.count()) == (IssueState.PRESS, 0)

    def test_the_cover_and_the_edito_are_frozen_too(self, ready: ArticlePage, complete: IssuePage) -> None:
        complete.editorial, complete.cover = [("text", "<p>Lu et relu.</p>")], ImageFactory()
        complete.save()
        to_press(complete)
        cover, complete.cover, complete.editorial = complete.cover, ImageFactory(), [("text", "<p>Jamais lu.</p>")]
        complete.save()
        said = frozen_front(complete)
        assert (said.cover, [str(block.value) for block in said.editorial]) == (cover, ["<p>Lu et relu.</p>"])
        with pytest.raises(JournalError, match="La couverture ou l’édito a changé"):
            publish_issue(issue=complete, user=None)
        reopen(issue=complete, user=None, reason="Un autre édito.")
        pass_for_press(issue=complete, user=None)
        assert publish_issue(issue=complete, user=None).state == IssueState.OUT

    def test_a_picture_deleted_since_is_printed_nowhere(self, ready: ArticlePage, complete: IssuePage) -> None:
        latest, cover = draft(ready), ImageFactory()
        latest.listing_image = ImageFactory()
        latest.save_revision()
        complete.cover = cover
        complete.save()
        to_press(complete)
        Image.objects.all().delete()
        assert [text.listing_image for text in frozen_texts(complete)] == [None]
        assert frozen_front(IssuePage.objects.get(pk=complete.pk)).cover is None

    def test_what_stands_around_a_text_is_frozen_with_it(self, ready: ArticlePage, complete: IssuePage) -> None:
        """Issue 7, item 5: another picture or rubric waits for the next printing, another signature for a new one."""
        to_press(complete)
        latest, before = draft(ready), frozen_texts(complete)[0]
        latest.rubric, latest.listing_image, latest.licence = ensure_rubrics()["Semer"], ImageFactory(), "cc0"
        latest.save_revision()
        after = frozen_texts(complete)[0]
        around = [[getattr(text, name) for name in AROUND] for text in (before, after, draft(ready))]
        assert around[0] == around[1] != around[2]
        assert after.rubric == before.rubric
        latest.signatures.add(Signature(name="Une autre", role="writing"))
        latest.save_revision()
        with pytest.raises(JournalError, match="D’autres personnes signent « Le dernier car »"):
            frozen_texts(complete)

    def test_reopening_needs_a_reason(self, ready: ArticlePage, complete: IssuePage) -> None:
        to_press(complete)
        with pytest.raises(JournalError, match="Dites pourquoi"):
            reopen(issue=complete, user=None, reason=" ")
        reopen(issue=complete, user=None, reason="Une coquille en une.")
        row = production_of(complete)
        assert (row.state, row.press_at, row.versions.count()) == (IssueState.LAYOUT, None, 0)
        reopen(issue=complete, user=None, reason="Un article de plus.")
        with pytest.raises(JournalError, match="rien à rouvrir"):
            reopen(issue=complete, user=None, reason="Encore.")

    def test_the_database_refuses_an_undated_press(self, issue: IssuePage) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Production.objects.create(issue=issue, state=IssueState.PRESS)

    def test_publishing_directly_is_possible_for_a_reason_that_stays(self, issue: IssuePage, editor: User) -> None:
        article = an_article(issue)
        with pytest.raises(JournalError, match="Dites pourquoi"):
            publish_directly(page=article, user=editor, reason="")
        publish_directly(page=article, user=editor, reason="Annonce urgente.")
        assert ArticlePage.objects.get(pk=article.pk).live
        assert PageLogEntry.objects.get(action="journal.publish_directly").data == {"reason": "Annonce urgente."}


class TestFaults:
    def test_nothing_stops_a_ready_issue(self, ready: ArticlePage, complete: IssuePage) -> None:
        assert faults(complete) == []

    def test_an_empty_issue(self, complete: IssuePage) -> None:
        assert faults(complete) == [("empty", "", "")]

    def test_an_incomplete_imprint(self, ready: ArticlePage, complete: IssuePage) -> None:
        JournalPage.objects.update(printer="")
        IssuePage.objects.update(legal_deposit_on=None)
        complete.refresh_from_db()
        assert faults(complete) == [("imprint", "Impression", ""), ("imprint", "Dépôt légal", "")]
        start_layout(issue=complete, user=None)
        with pytest.raises(NotReadyForPress, match="2 points restent") as refusal:
            pass_for_press(issue=complete, user=None)
        assert [fault.kind for fault in refusal.value.faults] == [PressFault.IMPRINT] * 2

    def test_an_article_that_changed_after_its_approval(self, ready: ArticlePage, complete: IssuePage) -> None:
        latest = draft(ready)
        latest.kicker = "Transports"
        latest.save_revision()
        assert faults(complete) == [("not-ready", "", "Le dernier car")]

    def test_a_consent_missing_withdrawn_or_for_other_words(
        self, complete: IssuePage, workshop: WorkshopPage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        lea = PersonFactory(given_name="Léa", family_name="Martin")
        item = add_item("On attend le car.", author=lea, agrees=True)
        article = prepare_dossier(workshop=workshop, issue=complete, user=None)[0]
        missing = [("consent", "Léa Martin", "Se déplacer sans voiture")]

        def now() -> list[tuple[str, str, str]]:
            mark_ready(article=article)
            return faults(complete)

        assert now() == missing
        ask_cited_people(article=article)
        row = CitedPassage.objects.get()
        answer_passage(passage=row, answer=Answer.AGREED, words_hash=row.words_hash)
        assert now() == []
        latest = draft(article)
        next(block for block in latest.body if block.block_type == "quoted_item").value["text"] = "Autre chose."
        latest.save_revision()
        assert now() == missing
        ask_cited_people(article=article)
        row.refresh_from_db()
        answer_passage(passage=row, answer=Answer.AGREED, words_hash=row.words_hash)
        assert now() == []
        withdraw_consent(consent=Consent.objects.get(audience=Audience.PRINT))
        assert now() == missing
        withdraw_consent(consent=item.quote_consent)
        assert set(now()) == set(missing)

    def test_a_picture_without_rights_or_without_alternative(self, complete: IssuePage) -> None:
        picture = ImageFactory(title="Le marché", image_rights=ImageRights.MISSING, alt_text="Le marché du samedi.")
        silent = ImageFactory(title="La place", image_rights=ImageRights.NOBODY, alt_text="Une place.")
        Image.objects.filter(pk=silent.pk).update(alt_text="")
        block = {"image": {"image": silent.pk, "decorative": False, "alt_text": ""}, "caption": "", "width": "text"}
        article = an_article(complete, listing_image=picture, body=[{"type": "picture", "value": block}])
        mark_ready(article=article)
        assert faults(complete) == [("rights", "Le marché", "Le dernier car"), ("alt", "La place", "Le dernier car")]

    def test_the_pictures_of_the_cover_the_edito_and_partners_too(
        self, ready: ArticlePage, complete: IssuePage
    ) -> None:
        cover, edito, partner = (
            ImageFactory(title=title, image_rights=ImageRights.MISSING) for title in ("La une", "L’édito", "Le Fournil")
        )
        Image.objects.filter(pk=cover.pk).update(alt_text="", image_rights=ImageRights.NOBODY)
        complete.cover = cover
        complete.editorial = [("picture", {"image": edito, "caption": "", "width": "text"})]
        complete.save()
        PartnerSpace.objects.create(issue=complete, partner="Le Fournil", picture=partner)
        assert faults(complete) == [
            ("alt", "La une", "Numéro 3"),
            ("rights", "L’édito", "Numéro 3"),
            ("rights", "Le Fournil", "Numéro 3"),
        ]

    def test_lists_and_tables_fill_the_slot_too(self, complete: IssuePage) -> None:
        table = {"caption": "Où", "columns": [{"type": "text", "heading": "Lieu"}]}
        article = an_article(
            complete,
            summary="",
            body=[
                {"type": "list", "value": {"title": "À voir", "items": ["<p>Un &amp; deux</p>", "<p>Trois</p>"]}},
                {"type": "table", "value": {"table": {**table, "rows": [{"values": ["<p>Gap</p>"]}]}}},
            ],
        )
        # 14 of the title; 6, 9 and 5 of the list; 2, 4 and 3 of the table.
        assert signs_of(draft_of(article)) == 43

    def test_more_signs_than_the_slot_holds(self, ready: ArticlePage, complete: IssuePage) -> None:
        slot = plan_slot(issue=complete, rubric=ready.rubric, title="Le car", quota=100)
        attach_article(slot=slot, article=ready)
        assert faults(complete) == []
        slot.quota = 100
        latest = draft(ready)
        latest.summary = "x" * 120
        latest.save_revision()
        mark_ready(article=ready)
        (fault,) = faults_of(complete)
        # 14 of the title, 120 of the chapô, 17 of the text, 10 of the quotation.
        assert (fault.kind, fault.count, fault.limit) == (PressFault.QUOTA, 161, 100)

    def test_a_signature_asked_for_and_not_answered(self, ready: ArticlePage, complete: IssuePage) -> None:
        person = PersonFactory(given_name="Nour", family_name="Ferry", email="nour@valclair.example")
        signature = invite_signature(article=ready, person=person, role=SignatureRole.WRITING)
        assert mails() == [("nour@valclair.example", "Signer « Le dernier car » ?")]
        assert faults(complete) == [("signature", "Nour Ferry", "Le dernier car")]
        answer_signature(signature=signature, answer=Answer.AGREED, name="N. Ferry")
        assert faults(complete) == []
        assert [(s.name, s.role) for s in draft(ready).signatures.all()] == [("N. Ferry", "writing")]
        row = CoSignature.objects.get()
        assert (row.licence, row.answer) == ("by-sa", "agreed")
        with pytest.raises(JournalError, match="déjà notée"):
            answer_signature(signature=signature, answer=Answer.REFUSED)
        with pytest.raises(JournalError, match="déjà accepté"):
            invite_signature(article=ready, person=person, role=SignatureRole.WRITING)

    def test_whoever_refuses_to_sign_is_not_printed(self, ready: ArticlePage, complete: IssuePage) -> None:
        person = PersonFactory(given_name="Nour", family_name="Ferry")
        signature = invite_signature(article=ready, person=person, role=SignatureRole.PHOTO)
        answer_signature(signature=signature, answer=Answer.REFUSED)
        assert faults(complete) == []
        latest = draft(ready)
        latest.signatures.add(Signature(name="Nour Ferry"))
        latest.save_revision()
        assert faults(complete) == [("signature", "Nour Ferry", "Le dernier car")]

    def test_queries_do_not_grow_with_the_articles(
        self, complete: IssuePage, workshop: WorkshopPage, add_item: Callable[..., DiagnosisItem]
    ) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                faults_of(complete)
            return len(queries)

        add_item("Un.", author=PersonFactory(), agrees=True)
        prepare_dossier(workshop=workshop, issue=complete, user=None)
        an_article(complete)
        count()
        one = count()
        for rank in range(3):
            add_item(f"Parole {rank}.", author=PersonFactory(), agrees=True)
            an_article(complete, title=f"Article {rank}", listing_image=ImageFactory())
        assert count() == one + 1  # the pictures, once there are some
