"""Answers to letters: leaving honoured, machines filed, the rest to the editor (issue item 9; law.md L-09).

The corpus: fifty ways to leave and fifty sentences that ask for something else. The recogniser was written from the
lines of odd rank; the others were held out.
"""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from newsletter.enums import ImportVerdict, SubscriberState
from newsletter.lists.entries import Entry
from newsletter.models import LetterPage, Reply, Subscriber
from newsletter.replies.own_words import own_words
from newsletter.replies.recognising import asks_to_leave
from newsletter.services import purge
from newsletter.services.importing import judge
from newsletter.services.reminding import remind
from newsletter.services.replies import forget_replies, handle_reply
from outbox.models import InboundMail, Message
from outbox.sender import current_sender
from outbox.services import take_in
from tests.factories.newsletter import SubscriberFactory, make_sent_letter
from tests.factories.people import UserFactory

CORPUS = Path(__file__).parent / "replies"
QUOTED = """{words}

--\u0020
Jeanne Vasseur

Le jeu. 4 mars 2027 à 10:02, Les Ballons du Valclair <bonjour@valclair.example> a écrit :
> La lettre de mars
> Vous recevez cette lettre parce que vous l’avez demandée sur notre site.
> Ne plus recevoir l’infolettre : désabonnez-vous ici
"""


def corpus(name: str) -> list[str]:
    return [line for line in (CORPUS / f"{name}.txt").read_text().splitlines() if line.strip()]


def recognised(lines: list[str]) -> list[bool]:
    texts = (QUOTED.format(words=line) for line in lines)
    return [asks_to_leave(subject="Re: La lettre de mars", text=text) for text in texts]


@pytest.mark.parametrize("start", [0, 1], ids=["learnt", "held-out"])
def test_no_sentence_that_asks_for_something_else_takes_anybody_off(start: int) -> None:
    lines = corpus("staying")
    assert len(lines) == len(set(lines)) == 50
    half = lines[start::2]
    assert [line for line, leaves in zip(half, recognised(half), strict=True) if leaves] == []


@pytest.mark.parametrize("start", [0, 1], ids=["learnt", "held-out"])
def test_nearly_every_way_to_leave_is_honoured(start: int) -> None:
    lines = corpus("leaving")
    assert len(lines) == len(set(lines)) == 50
    assert sum(recognised(lines[start::2])) >= 24


@pytest.mark.parametrize(
    ("subject", "text", "leaves"),
    [
        ("Quitter l'infolettre", "", True),
        ("STOP", "", True),
        ("Re: Arrêtez de m’écrire !", "Très bon titre.", False),
        ("Re: La lettre", "> Ne plus recevoir l’infolettre", False),
        ("Re: La lettre", "> Bonjour\n> la lettre\n\nDésabonnez-moi.", True),
        ("", "mot " * 120 + "désabonnez-moi", False),
        ("", "", False),
    ],
)
def test_only_the_words_of_the_person_count(subject: str, text: str, leaves: bool) -> None:
    assert asks_to_leave(subject=subject, text=text) is leaves


def test_quotations_signatures_and_feet_are_not_the_words_of_the_person() -> None:
    assert own_words(QUOTED.format(words="Merci !")) == "Merci !"
    assert own_words("Merci !\n\nEnvoyé de mon téléphone") == "Merci !"


def reply_to(
    letter: LetterPage, *, sender: str, text: str, headers: dict[str, str] | None = None, **more: Any
) -> bytes:
    """A mail that answers the copy of `letter` that `sender` got, as it stands in a mailbox."""
    sent = Message.objects.get(mailing__dispatch__letter=letter, address=more.get("got_at", sender))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "bonjour@valclair.example", more.get("subject", "Re: La lettre")
    mail["Message-ID"] = f"<{sender}-{len(text)}@boite.example>"
    mail["In-Reply-To"] = sent.message_id(current_sender().domain)
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.django_db
class TestTakingThem:
    @pytest.fixture
    def reader(self, letter: LetterPage) -> Subscriber:
        one = SubscriberFactory(email="jeanne@valclair.example")
        make_sent_letter(letter)
        return one

    def take(self, content: bytes) -> str:
        mail: InboundMail = take_in(content=content, source="pipe")
        return mail.outcome

    def test_who_asks_to_leave_has_left(self, letter: LetterPage, reader: Subscriber) -> None:
        said = self.take(reply_to(letter, sender=reader.email, text=QUOTED.format(words="Désabonnez-moi svp")))
        assert said == "demande de départ de l’infolettre, faite"
        reader.refresh_from_db()
        assert reader.state == SubscriberState.LEFT
        assert reader.permit.revoke_reason == "demande faite en répondant à un courriel"
        assert not Reply.objects.exists()

    @pytest.mark.parametrize("is_imported", [False, True])
    def test_who_says_no_before_confirming_is_neither_reminded_nor_imported_later(self, is_imported: bool) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            asked = SubscriberFactory(
                email="louise@valclair.example",
                state=SubscriberState.PENDING,
                asked_at=timezone.now(),
                **({"consent": None} if is_imported else {}),
            )
            clock.shift(timedelta(days=1))
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = asked.email, "bonjour@valclair.example", "Re: Confirmez"
            mail.set_content("Désabonnez-moi svp")
            assert self.take(mail.as_bytes()) == "demande de départ : déjà fait"
            clock.shift(timedelta(days=3))
            assert remind(timezone.now()) == 0
            clock.shift(timedelta(days=31))
            assert purge(timezone.now()) == 1
        ((_entry, verdict),) = judge([Entry(asked.email)])
        assert verdict == ImportVerdict.OPPOSED

    def test_a_demand_that_lapsed_forbids_nothing(self) -> None:
        lapsed = SubscriberFactory(state=SubscriberState.PENDING, asked_at=timezone.now() - timedelta(days=40))
        assert purge(timezone.now()) == 1
        ((_entry, verdict),) = judge([Entry(lapsed.email)])
        assert verdict == ImportVerdict.NEW

    def test_an_answer_from_another_mailbox_takes_off_the_address_we_wrote_to(
        self, letter: LetterPage, reader: Subscriber
    ) -> None:
        content = reply_to(letter, sender="jeanne@bureau.example", got_at=reader.email, text="STOP")
        assert self.take(content) == "demande de départ de l’infolettre, faite"
        reader.refresh_from_db()
        assert reader.state == SubscriberState.LEFT

    @pytest.mark.parametrize(
        ("subject", "text", "headers"),
        [
            ("Re: La lettre", "Désabonnez-moi", {"Auto-Submitted": "auto-replied"}),
            ("Réponse automatique : La lettre", "Bonjour, je reviens lundi.", {}),
            ("Re: La lettre", "Bonjour, je suis absente du bureau jusqu’au 3 mai. Pour me désabonner, voyez Paul.", {}),
        ],
    )
    def test_machines_are_filed(
        self, letter: LetterPage, reader: Subscriber, subject: str, text: str, headers: dict[str, str]
    ) -> None:
        said = self.take(reply_to(letter, sender=reader.email, subject=subject, text=text, headers=headers))
        assert "automatique" in said
        reader.refresh_from_db()
        assert (reader.state, Reply.objects.count()) == (SubscriberState.CONFIRMED, 0)

    def test_the_rest_is_kept_for_the_editor(self, letter: LetterPage, reader: Subscriber) -> None:
        said = self.take(reply_to(letter, sender=reader.email, text=QUOTED.format(words="Bravo pour ce numéro !")))
        reply = Reply.objects.waiting().get()
        assert said == "réponse à l’infolettre, à lire"
        assert (reply.subscriber, reply.text, reply.answered) == (reader, "Bravo pour ce numéro !", "La lettre de mars")
        by = UserFactory()
        handle_reply(reply=reply, by=by)
        handle_reply(reply=reply, by=UserFactory())
        reply.refresh_from_db()
        assert (reply.handled_by, Reply.objects.waiting().count()) == (by, 0)
        assert forget_replies(timezone.now() + timedelta(days=184)) == 1

    def test_mail_that_is_no_answer_of_ours_is_left_to_others(self, letter: LetterPage, reader: Subscriber) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "inconnu@ailleurs.example", "bonjour@valclair.example", "Bonjour"
        mail["Message-ID"] = "<x@ailleurs.example>"
        mail.set_content("Désabonnez-moi")
        assert self.take(mail.as_bytes()) == ""
        assert not Reply.objects.exists()

    def test_the_mail_that_the_header_writes_is_honoured(self, letter: LetterPage, reader: Subscriber) -> None:
        """law.md L-09: the mailto of List-Unsubscribe, without any quotation."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = reader.email, "bonjour@valclair.example", "Quitter l'infolettre"
        mail["Message-ID"] = "<y@boite.example>"
        mail.set_content("")
        assert self.take(mail.as_bytes()) == "demande de départ de l’infolettre, faite"
