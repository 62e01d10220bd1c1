"""After the departure: corrections, those who did not get it, passages taken out, hashes, feed, addresses that last."""

import hashlib
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from events.models import Seed
from home.models import NewsPage
from journal.services import cite, note_answer
from newsletter.enums import FaultKind, RedactionReason, SequelKind
from newsletter.errors import NewsletterError
from newsletter.models import Dispatch, LetterPage, MailedLink, Segment, Subscriber
from newsletter.preflight import faults_in
from newsletter.reach import readers_of
from newsletter.services import (
    keep_addresses,
    redact_segment,
    send_erratum,
    send_letter,
    send_to_the_others,
    unsubscribe,
)
from newsletter.services.redacting import redact_refused, redact_withdrawn
from outbox.composition import compose
from outbox.enums import MailingState, MessageState, Reason
from outbox.models import Content, Mailing, Message
from outbox.sender import current_sender
from people.enums import Answer, Audience, ConsentMethod, ConsentPurpose
from people.models import Consent
from people.services import withdraw_consent
from tests.factories.cms import DocumentFactory
from tests.factories.events import SeedFactory, WorkshopPageFactory
from tests.factories.home import NewsPageFactory
from tests.factories.journal import ArticlePageFactory, IssuePageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.people import ConsentFactory, PersonFactory, UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db

CORRECTION = "Le minibus part à 9 h, et non à 19 h."


def settled(message: Message, state: MessageState, reason: str = "") -> None:
    now = timezone.now()
    over = state in (MessageState.ACCEPTED, MessageState.REFUSED, MessageState.EXCLUDED)
    Message.objects.filter(pk=message.pk).update(
        state=state, reason=reason, departed_at=now, settled_at=now if over else None
    )


@pytest.fixture
def outcome(letter: LetterPage) -> dict[str, str]:
    """A letter to five people: the address of each, by what became of their copy."""
    people = SubscriberFactory.create_batch(5)
    dispatch = send_letter(letter=letter, decided_by=None)
    fates = {
        "accepted": (MessageState.ACCEPTED, ""),
        "uncertain": (MessageState.UNCERTAIN, Reason.REPLY_LOST),
        "refused": (MessageState.REFUSED, Reason.RECIPIENT),
        "excluded": (MessageState.EXCLUDED, Reason.CANCELLED),
        "accepted too": (MessageState.ACCEPTED, ""),
    }
    found = {}
    for person, (name, fate) in zip(people, fates.items(), strict=True):
        settled(Message.objects.get(address=person.email), *fate)
        found[name] = person.email
    Mailing.objects.filter(pk=dispatch.mailing_id).update(state=MailingState.DONE, finished_at=timezone.now())
    return found


def addresses(mailing: Mailing) -> set[str]:
    return set(mailing.messages.values_list("address", flat=True))


class TestErratum:
    """sending.md section 18, test 4."""

    def test_it_reaches_exactly_who_may_have_read_the_letter(self, letter: LetterPage, outcome: dict[str, str]) -> None:
        SubscriberFactory()  # came after
        sequel = send_erratum(dispatch=letter.dispatch, text=CORRECTION, decided_by=None)
        assert addresses(sequel.mailing) == {outcome[name] for name in ("accepted", "uncertain", "accepted too")}
        assert sequel.mailing.state == MailingState.RUNNING

    def test_it_can_be_left_like_the_letter_and_says_what_was_wrong(
        self, letter: LetterPage, outcome: dict[str, str]
    ) -> None:
        send_erratum(dispatch=letter.dispatch, text=CORRECTION, decided_by=None)
        written = Message.objects.filter(mailing__letter_sequel__isnull=False)
        message = written.select_related("content", "mailing").order_by("pk").first()
        mail = compose(message, sender=current_sender())
        assert mail.subject == "Rectification\u00a0: La lettre de mars"
        assert "Le minibus part à 9\u00a0h, et non à 19\u00a0h." in mail.body
        assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "%%" not in mail.body + str(mail.alternatives[0][0])

    def test_who_left_since_is_stopped_at_the_fence(self, letter: LetterPage, outcome: dict[str, str]) -> None:
        unsubscribe(subscriber=Subscriber.objects.get(email=outcome["accepted"]))
        sequel = send_erratum(dispatch=letter.dispatch, text=CORRECTION, decided_by=None)
        permit = sequel.mailing.messages.get(address=outcome["accepted"]).permit
        assert permit is not None
        assert not permit.is_standing

    def test_it_stands_above_the_archive_whose_words_do_not_change(
        self, client: Client, letter: LetterPage, outcome: dict[str, str]
    ) -> None:
        before = archived(client)
        send_erratum(dispatch=letter.dispatch, text=CORRECTION, decided_by=None)
        page = client.get("/infolettre/mars/").content.decode()
        assert archived(client) == before
        assert page.index("Rectification du") < page.index('<article class="web-letter')

    def test_the_same_text_twice_is_one_correction(self, letter: LetterPage, outcome: dict[str, str]) -> None:
        made = [send_erratum(dispatch=letter.dispatch, text=CORRECTION, decided_by=None) for _ in range(2)]
        assert made[0] == made[1]
        assert Mailing.objects.count() == 2

    def test_a_second_correction_is_another_mailing(self, letter: LetterPage, outcome: dict[str, str]) -> None:
        for text in (CORRECTION, "C’était bien à 19 h, pardon."):
            send_erratum(dispatch=letter.dispatch, text=text, decided_by=None)
        assert letter.dispatch.sequels.errata().count() == 2

    @pytest.mark.parametrize("text", ["", "   ", "Pardon."])
    def test_it_says_something(self, letter: LetterPage, outcome: dict[str, str], text: str) -> None:
        with pytest.raises(NewsletterError):
            send_erratum(dispatch=letter.dispatch, text=text, decided_by=None)

    def test_it_waits_for_the_end_of_the_letter(self, letter: LetterPage) -> None:
        SubscriberFactory()
        dispatch = send_letter(letter=letter, decided_by=None)
        with pytest.raises(NewsletterError, match="part encore"):
            send_erratum(dispatch=dispatch, text=CORRECTION, decided_by=None)

    def test_nothing_is_corrected_that_nobody_read(self, letter: LetterPage) -> None:
        SubscriberFactory()
        dispatch = send_letter(letter=letter, decided_by=None)
        settled(Message.objects.get(), MessageState.REFUSED, Reason.RECIPIENT)
        with pytest.raises(NewsletterError, match="Personne n’a reçu"):
            send_erratum(dispatch=dispatch, text=CORRECTION, decided_by=None)


class TestTheOthers:
    """letters.md 60."""

    def test_it_goes_to_those_without_a_copy_and_to_newcomers(
        self, letter: LetterPage, outcome: dict[str, str]
    ) -> None:
        newcomer = SubscriberFactory().email
        sequel = send_to_the_others(dispatch=letter.dispatch, decided_by=None)
        assert addresses(sequel.mailing) == {outcome["refused"], outcome["excluded"], newcomer}
        assert sequel.mailing.content_id == letter.dispatch.mailing.content_id

    def test_nobody_gets_it_twice_whatever_the_clicks(self, letter: LetterPage, outcome: dict[str, str]) -> None:
        sequel = send_to_the_others(dispatch=letter.dispatch, decided_by=None)
        with pytest.raises(NewsletterError, match="part encore"):
            send_to_the_others(dispatch=letter.dispatch, decided_by=None)
        for message in sequel.mailing.messages.all():
            settled(message, MessageState.ACCEPTED)
        with pytest.raises(NewsletterError, match="l’ont déjà"):
            send_to_the_others(dispatch=letter.dispatch, decided_by=None)

    def test_a_correction_also_reaches_those_it_went_to_later(
        self, letter: LetterPage, outcome: dict[str, str]
    ) -> None:
        sequel = send_to_the_others(dispatch=letter.dispatch, decided_by=None)
        for message in sequel.mailing.messages.all():
            settled(message, MessageState.ACCEPTED)
        assert {reader.address for reader in readers_of(letter.dispatch)} == set(outcome.values())

    def test_a_letter_with_a_passage_taken_out_does_not_leave_again(
        self, letter: LetterPage, outcome: dict[str, str]
    ) -> None:
        redact_segment(segment=Segment.objects.get(), reason=RedactionReason.CONSENT, decided_by=None)
        with pytest.raises(NewsletterError, match="Un passage a été retiré"):
            send_to_the_others(dispatch=letter.dispatch, decided_by=None)


def archived(client: Client) -> str:
    """The words of the archive, without what stands around them."""
    page = client.get("/infolettre/mars/").content.decode()
    return page.partition('<article class="web-letter')[2].partition("</article>")[0]


class TestFrozenBody:
    """sending.md section 18, test 5; letters.md, moonshot 7."""

    @pytest.fixture
    def sent(self, house: House) -> Dispatch:
        SubscriberFactory.create_batch(2)
        news = NewsPageFactory(parent=house.news, title="Le minibus roule")
        body = letter_body(text="<p>Bonjour.</p>", rubrics=[("Brèves", [news])], voice=("On se parle.", "Camille"))
        page = LetterPageFactory(parent=house.letters, title="La lettre de mars", slug="mars", body=body)
        return make_sent_letter(LetterPage.objects.get(pk=page.pk))

    def test_each_mail_carries_the_hash_of_the_body_and_its_very_bytes(self, client: Client, sent: Dispatch) -> None:
        body = client.get(reverse("newsletter:body", args=[sent.pk])).content
        assert hashlib.sha256(body).hexdigest() == sent.body_digest
        for message in Message.objects.select_related("content", "mailing"):
            mail = compose(message, sender=current_sender())
            assert mail.extra_headers["X-Letter-Digest"] == sent.body_digest
            assert body.decode() in mail.alternatives[0][0]

    def test_the_page_of_proof_says_it_is_the_same(self, client: Client, sent: Dispatch) -> None:
        page = client.get(reverse("newsletter:original", args=[sent.pk])).content.decode()
        assert sent.body_digest in page
        assert "elle est la même" in page
        assert page.count("inchangé") == 3

    def test_a_byte_that_changed_is_told(self, client: Client, sent: Dispatch) -> None:
        segment = sent.segments.first()
        segment.html += " "
        segment.save()
        page = client.get(reverse("newsletter:original", args=[sent.pk])).content.decode()
        assert "elle diffère" in page
        assert page.count("altéré") == 1

    def test_a_passage_taken_out_leaves_a_tombstone_on_the_web_and_in_the_feed(
        self, client: Client, sent: Dispatch
    ) -> None:
        voice = sent.segments.get(kind="voice")
        digest = voice.digest
        redact_segment(segment=voice, reason=RedactionReason.CONSENT, decided_by=None)
        voice.refresh_from_db()
        assert (voice.html, voice.digest) == ("", digest)
        for address in ("/infolettre/mars/", "/infolettre/flux.atom"):
            shown = client.get(address).content.decode()
            assert "Camille" not in shown
            assert "Un passage de cette lettre a été retiré le" in shown
            assert "une personne a retiré son accord" in shown
        assert "Le minibus roule" in archived(client)
        page = client.get(reverse("newsletter:original", args=[sent.pk])).content.decode()
        assert (page.count("inchangé"), "ne peut plus être recalculé" in page) == (2, True)

    def test_twice_keeps_the_first_reason(self, sent: Dispatch) -> None:
        segment = sent.segments.first()
        redact_segment(segment=segment, reason=RedactionReason.CONSENT, decided_by=None)
        redact_segment(segment=segment, reason=RedactionReason.ERROR, decided_by=None)
        segment.refresh_from_db()
        assert segment.reason == RedactionReason.CONSENT

    def test_a_departure_under_way_is_paused(self, letter: LetterPage) -> None:
        SubscriberFactory()
        dispatch = send_letter(letter=letter, decided_by=None)
        redact_segment(segment=dispatch.segments.get(), reason=RedactionReason.CONSENT, decided_by=None)
        assert Mailing.objects.get().state == MailingState.PAUSED

    def test_an_unknown_letter_has_no_proof(self, client: Client, house: House) -> None:
        for name in ("original", "body"):
            assert client.get(reverse(f"newsletter:{name}", args=[999])).status_code == 404

    def test_the_feed_gives_each_letter_in_full_newest_first(self, client: Client, sent: Dispatch) -> None:
        response = client.get("/infolettre/flux.atom")
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        atom = "{http://www.w3.org/2005/Atom}"
        (entry,) = ElementTree.fromstring(response.content).findall(f"{atom}entry")
        assert entry.findtext(f"{atom}title") == "La lettre de mars"
        summary = entry.findtext(f"{atom}summary") or ""
        assert 'href="http://testserver/actualites/le-minibus-roule/"' in summary
        assert "lettre=" not in summary

    def test_the_feed_of_a_house_without_letter_is_a_feed(self, client: Client, house: House) -> None:
        assert client.get("/infolettre/flux.atom").status_code == 200


class TestAddressesThatLast:
    """No address ever mailed answers 404 (sending.md section 18, test 4)."""

    @pytest.fixture
    def mailed(self, house: House, django_capture_on_commit_callbacks: Any) -> dict[str, str]:
        """Five pages, a seed and a document, mailed; then each meets its own fate. Gives their mailed addresses."""
        SubscriberFactory()
        fates = ("kept", "renamed", "moved", "unpublished", "deleted")
        pages = {fate: NewsPageFactory(parent=house.news, title=f"Page {fate}") for fate in fates}
        seed = SeedFactory(workshop=WorkshopPageFactory(parent=house.agenda), title="Covoiturage")
        document = DocumentFactory(title="Le cadre")
        body = letter_body(
            text=f'<p><a linktype="document" id="{document.pk}">Le cadre des ateliers</a></p>',
            rubrics=[("Brèves", pages.values())],
        )
        body.append(("seeds", {"title": "Graines", "introduction": "", "seeds": [seed]}))
        made = LetterPageFactory(parent=house.letters, title="La lettre de mars", slug="mars", body=body)
        dispatch = make_sent_letter(LetterPage.objects.get(pk=made.pk))
        found = {fate: page.get_url() for fate, page in pages.items()}
        found |= {"seed": seed.get_absolute_url(), "document": document.url, "letter": made.get_url()}
        assert set(found.values()) <= set(dispatch.links.values_list("path", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            renamed = NewsPage.objects.get(pk=pages["renamed"].pk)
            renamed.slug = "autre-nom"
            renamed.save_revision().publish()
            Page.objects.get(pk=pages["moved"].pk).move(Page.objects.get(pk=house.projects.pk), "last-child")
            Page.objects.get(pk=pages["unpublished"].pk).unpublish()
            Page.objects.get(pk=pages["deleted"].pk).delete()
            Seed.objects.filter(pk=seed.pk).update(slug="covoiturage-du-marche")
            document.delete()
        return found

    def test_each_leads_somewhere_or_says_what_became_of_it(self, client: Client, mailed: dict[str, str]) -> None:
        statuses = {fate: client.get(f"{path}?lettre=1").status_code for fate, path in mailed.items()}
        assert statuses == {
            "kept": 200,
            "renamed": 301,
            "moved": 301,
            "unpublished": 410,
            "deleted": 410,
            "seed": 302,
            "document": 410,
            "letter": 200,
        }

    def test_what_is_gone_is_named_with_the_letter_that_spoke_of_it(
        self, client: Client, mailed: dict[str, str]
    ) -> None:
        page = client.get(mailed["deleted"]).content.decode()
        assert "Cette page n’existe plus." in page
        assert "Page deleted" in page
        assert 'href="/infolettre/mars/"' in page
        assert "n’est plus en ligne pour l’instant" in client.get(mailed["unpublished"]).content.decode()

    def test_an_address_never_mailed_is_unknown(self, client: Client, mailed: dict[str, str]) -> None:
        assert client.get("/actualites/jamais-ecrite/").status_code == 404
        assert client.get("/%00").status_code == 404

    def test_without_its_redirect_a_page_is_found_by_its_key(self, client: Client, mailed: dict[str, str]) -> None:
        Redirect.objects.all().delete()
        response = client.get(mailed["renamed"])
        assert (response.status_code, response["Location"]) == (302, "/actualites/autre-nom/")

    def test_another_page_put_at_the_address_answers_for_itself(
        self, client: Client, house: House, mailed: dict[str, str]
    ) -> None:
        NewsPageFactory(parent=house.news, title="Nouvelle venue", slug="page-deleted")
        assert client.get(mailed["deleted"]).status_code == 200

    def test_the_addresses_of_any_other_mail_may_be_kept_too(self, client: Client, house: House) -> None:
        page = NewsPageFactory(parent=house.news, title="Dans un récapitulatif")
        for _ in range(2):
            keep_addresses(html=f'<a href="http://testserver{page.get_url()}">Lire</a>', root_url="http://testserver")
        page.delete()
        assert MailedLink.objects.count() == 1
        assert client.get("/actualites/dans-un-recapitulatif/").status_code == 410


class TestScreens:
    @pytest.fixture
    def desk(self, client: Client, house: House) -> Client:
        client.force_login(UserFactory(groups=["Rédaction"]))
        return client

    def screen(self, letter: LetterPage, name: str) -> str:
        return reverse(f"newsletter_admin:{name}", args=[letter.pk])

    def test_an_editor_corrects_a_letter(self, desk: Client, letter: LetterPage, outcome: dict[str, str]) -> None:
        assert "<strong>3 personnes</strong>" in desk.get(self.screen(letter, "erratum")).content.decode()
        assert desk.post(self.screen(letter, "erratum"), {"text": ""}).status_code == 422
        response = desk.post(self.screen(letter, "erratum"), {"text": CORRECTION}, follow=True)
        assert "La rectification part vers 3 personnes" in response.content.decode()
        assert letter.dispatch.sequels.get().kind == SequelKind.ERRATUM

    def test_an_editor_sends_it_to_the_others(self, desk: Client, letter: LetterPage, outcome: dict[str, str]) -> None:
        page = desk.get(self.screen(letter, "send")).content.decode()
        assert "2 personnes abonnées ne l’ont pas" in page
        response = desk.post(self.screen(letter, "others"), follow=True)
        assert "La lettre part vers 2 personnes" in response.content.decode()
        assert "part encore" in desk.post(self.screen(letter, "others"), follow=True).content.decode()

    def test_an_editor_takes_a_passage_out(self, desk: Client, letter: LetterPage, outcome: dict[str, str]) -> None:
        segment = Segment.objects.get()
        assert "Bonjour à toutes et à tous." in desk.get(self.screen(letter, "redact")).content.decode()
        for fields in ({}, {"segment": "999", "reason": "consent"}, {"segment": str(segment.pk), "reason": "x"}):
            assert desk.post(self.screen(letter, "redact"), fields).status_code == 422
        desk.post(self.screen(letter, "redact"), {"segment": str(segment.pk), "reason": "consent"})
        segment.refresh_from_db()
        assert segment.redacted_at is not None

    @pytest.mark.parametrize("name", ["erratum", "redact"])
    def test_before_the_departure_there_is_nothing_to_mend(self, desk: Client, letter: LetterPage, name: str) -> None:
        assert desk.get(self.screen(letter, name)).status_code == 404

    @pytest.mark.parametrize("name", ["erratum", "others", "redact"])
    def test_who_may_not_publish_mends_nothing(
        self, client: Client, letter: LetterPage, outcome: dict[str, str], name: str
    ) -> None:
        client.force_login(UserFactory(groups=["Animation"]))
        client.post(self.screen(letter, name), {"text": CORRECTION, "segment": "1", "reason": "consent"})
        assert (Mailing.objects.count(), Segment.objects.redacted().count()) == (1, 0)


def test_the_bytes_of_two_departures_of_the_same_words_are_the_same(house: House) -> None:
    SubscriberFactory()
    body = letter_body(text="<p>Bonjour.</p>")
    first, second = (LetterPageFactory(parent=house.letters, body=body) for _ in range(2))
    digests = {make_sent_letter(LetterPage.objects.get(pk=page.pk)).body_digest for page in (first, second)}
    assert (len(digests), Content.objects.count()) == (1, 2)
    assert BeautifulSoup(Segment.objects.first().html, "html.parser").get_text() == "Bonjour."
    assert timezone.now() - Dispatch.objects.first().decided_at < timedelta(days=2)


class TestAgreementWithdrawn:
    """law.md C-12, issue item 7: within a day, and by itself, the archive no longer shows what a person took back."""

    @pytest.fixture
    def quoted(self, house: House) -> tuple[LetterPage, Consent]:
        """A letter that left with the words of somebody who agreed."""
        SubscriberFactory()
        consent = ConsentFactory(purpose=ConsentPurpose.QUOTE, audience=Audience.WEB)
        voice = {"text": "On ne s’était jamais parlé.", "author": "Zoé", "role": "", "person": consent.person}
        body = [*letter_body(text="<p>Bonjour à toutes et à tous.</p>"), ("voice", voice)]
        letter = LetterPageFactory(parent=house.letters, body=body)
        send_letter(letter=LetterPage.objects.get(pk=letter.pk), decided_by=None)
        return letter, consent

    def test_it_is_redacted_by_the_clock_and_the_rest_stays(
        self, quoted: tuple[LetterPage, Consent], client: Client
    ) -> None:
        letter, consent = quoted
        assert "jamais parlé" in client.get(letter.url).content.decode()
        assert redact_withdrawn(timezone.now()) == 0
        withdraw_consent(consent=consent)
        assert [redact_withdrawn(timezone.now()), redact_withdrawn(timezone.now())] == [1, 0]
        page = client.get(letter.url).content.decode()
        assert "jamais parlé" not in page
        assert "une personne a retiré son accord" in page
        assert "Bonjour à toutes et à tous." in page
        assert Mailing.objects.get().state == MailingState.PAUSED

    @pytest.mark.parametrize("place", ["title", "summary"])
    def test_the_announcement_of_an_article_goes_when_somebody_cited_in_it_refuses(
        self, client: Client, house: House, place: str
    ) -> None:
        SubscriberFactory()
        issue = IssuePageFactory(parent=house.journal)
        words = {"title": "L’arrêt promis par le maire", "summary": "Elle n'attend plus: \"c'est fini\"."}
        article = ArticlePageFactory(parent=issue, body=[], **words)
        article.save_revision()
        other = NewsPageFactory(parent=house.news, title="Le marché reprend")
        rubrics = [("articles", [article]), ("news", [other])]
        letter = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=rubrics))
        send_letter(letter=LetterPage.objects.get(pk=letter.pk), decided_by=None)
        told = "promis par le maire" if place == "title" else "attend plus"
        assert (redact_refused(timezone.now()), told in client.get(letter.url).content.decode()) == (0, True)
        passage = cite(article=article, place=place, person=PersonFactory())
        note_answer(passage=passage, answer=Answer.REFUSED, method=ConsentMethod.SPOKEN, user=UserFactory())
        assert [redact_refused(timezone.now()), redact_refused(timezone.now())] == [1, 0]
        page = client.get(letter.url).content.decode()
        assert (told in page, "Le marché reprend" in page) == (False, True)

    def test_so_it_is_when_the_person_is_forgotten(self, quoted: tuple[LetterPage, Consent]) -> None:
        quoted[1].person.delete()
        assert redact_withdrawn(timezone.now()) == 1

    def test_without_agreement_the_letter_does_not_leave(self, quoted: tuple[LetterPage, Consent]) -> None:
        letter, consent = quoted
        withdraw_consent(consent=consent)
        kinds = [fault.kind for fault in faults_in(LetterPage.objects.get(pk=letter.pk))]
        assert FaultKind.NO_AGREEMENT in kinds

    def test_only_those_who_agreed_can_be_chosen(self, quoted: tuple[LetterPage, Consent], client: Client) -> None:
        hidden = PersonFactory(given_name="Cachée")
        client.force_login(UserFactory(is_superuser=True))
        page = client.get(reverse("quoted_person_chooser:choose")).content.decode()
        assert (str(quoted[1].person) in page, str(hidden) in page) == (True, False)
