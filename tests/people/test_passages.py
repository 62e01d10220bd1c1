"""What was said in confidence opens only when each person concerned agreed to these very words (S2-17, C-16, M3)."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.registries import personal_data
from outbox.models import Message
from people.enums import Answer, ConsentMethod, ConsentPurpose, Unanimity
from people.mails import voice_url
from people.models import Consent, Exchange, Passage, Person, User, Voice
from people.personal_data import purge_sealed
from people.services import PassageRefused, answer_voice, ask_voices, note_passage, note_voice, withdraw_consent
from tests.factories.people import ExchangeFactory, PersonFactory, UserFactory

WORDS = "Le directeur nous a interdit d’en parler."


@pytest.fixture
def keeper(house: object) -> User:
    return UserFactory()


@pytest.fixture
def exchange(keeper: User) -> Exchange:
    return ExchangeFactory(keeper=keeper)


@pytest.fixture
def five() -> list[Person]:
    names = ["Ada", "Bob", "Cléo", "Dan", "Ève"]
    return [PersonFactory(given_name=name, email=f"personne{n}@valclair.example") for n, name in enumerate(names)]


@pytest.fixture
def passage(exchange: Exchange, keeper: User, five: list[Person]) -> Passage:
    return note_passage(exchange=exchange, words=WORDS, by=keeper, speakers=five[:1], concerned=five[1:])


def post(client: Client, voice: Voice, answer: str, **data: str) -> int:
    voice.passage.refresh_from_db()
    values = {"answer": answer, "words_hash": voice.passage.words_hash, **data}
    return client.post(path_of(voice), values).status_code


def path_of(voice: Voice) -> str:
    return "/" + voice_url(voice).split("/", 3)[3]


def voices(passage: Passage) -> list[Voice]:
    return list(passage.voices.select_related("person", "passage__exchange").order_by("pk"))


def opened() -> list[str]:
    return list(Passage.objects.opened().values_list("words", flat=True))


def test_five_concerned_four_agree_it_stays_sealed_the_fifth_opens_it(client: Client, passage: Passage) -> None:
    for voice in voices(passage)[:4]:
        assert post(client, voice, "agree") == 200
        assert opened() == []
    assert post(client, voices(passage)[4], "agree") == 200
    assert opened() == [WORDS]
    consents = Consent.objects.filter(purpose=ConsentPurpose.CONFIDED, method=ConsentMethod.MAIL)
    assert consents.count() == 5


def test_each_is_asked_once_by_a_mail_that_does_not_carry_the_words(
    client: Client, exchange: Exchange, keeper: User, five: list[Person]
) -> None:
    for words in (WORDS, "Et les cars sont vides."):
        note_passage(exchange=exchange, words=words, by=keeper, concerned=five)
    assert [ask_voices(exchange=exchange, by=keeper) for _ in range(2)] == [5, 0]
    mail = Message.objects.select_related("content").filter(address="personne2@valclair.example").get()
    paths = re.findall(r"https?://[^/\s]+(/paroles/\S+)", mail.content.text)
    assert (len(paths), "interdit" in mail.content.text + mail.content.html) == (2, False)
    before = list(Voice.objects.order_by("pk").values())
    page = client.get(paths[0])
    assert BeautifulSoup(page.content, "html.parser").blockquote.get_text(strip=True) == WORDS
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert list(Voice.objects.order_by("pk").values()) == before


def test_who_said_it_may_say_it_otherwise_and_the_others_are_asked_about_the_new_words(
    client: Client, exchange: Exchange, keeper: User, passage: Passage
) -> None:
    ask_voices(exchange=exchange, by=keeper)
    first, *others = voices(passage)
    for voice in others:
        post(client, voice, "agree")
    assert post(client, first, "reword", words="On nous a demandé de nous taire.") == 200
    assert [voice.answer for voice in voices(passage)] == [Answer.AGREED, *[Answer.WAITING] * 4]
    assert (opened(), Message.objects.count()) == ([], 9)
    for voice in others:
        assert post(client, voice, "agree") == 200
    assert opened() == ["On nous a demandé de nous taire."]


def test_the_others_cannot_put_words_in_somebody_s_mouth(client: Client, passage: Passage) -> None:
    assert post(client, voices(passage)[1], "reword", words="Tout va bien.") == 409
    passage.refresh_from_db()
    assert passage.words == WORDS


def test_one_cannot_agree_to_words_that_changed_under_one_s_eyes(client: Client, passage: Passage) -> None:
    first, second, *_ = voices(passage)
    seen = passage.words_hash
    post(client, first, "reword", words="Autre chose.")
    answer = client.post(path_of(second), {"answer": "agree", "words_hash": seen})
    assert (answer.status_code, "Autre chose." in answer.content.decode()) == (409, True)
    assert client.post(path_of(second), {"answer": "agree"}).status_code == 422
    assert voices(passage)[1].answer == Answer.WAITING


def test_silence_is_no_and_a_late_yes_does_not_open(
    client: Client, exchange: Exchange, keeper: User, passage: Passage
) -> None:
    ask_voices(exchange=exchange, by=keeper)
    *four, last = voices(passage)
    for voice in four:
        post(client, voice, "agree")
    with time_machine.travel(timezone.now() + timedelta(days=21, minutes=1)):
        assert post(client, last, "agree") == 409
        assert post(client, last, "refuse") == 200
    assert opened() == []


@pytest.mark.parametrize("way", ["refuse", "withdraw"])
def test_an_open_passage_closes_as_soon_as_one_changes_their_mind(client: Client, passage: Passage, way: str) -> None:
    for voice in voices(passage):
        post(client, voice, "agree")
    last = voices(passage)[-1]
    if way == "refuse":
        post(client, last, "refuse")
    else:
        withdraw_consent(consent=last.consent)
    assert opened() == []


def test_the_health_of_somebody_is_not_noted(exchange: Exchange, keeper: User, five: list[Person]) -> None:
    """S2-12, law.md G-06."""
    with pytest.raises(PassageRefused, match="santé"):
        note_passage(exchange=exchange, words="Mme Martin est hospitalisée depuis lundi.", by=keeper, speakers=five[:1])
    assert Passage.objects.count() == 0


def test_everybody_present_may_have_to_agree(exchange: Exchange, keeper: User, five: list[Person]) -> None:
    exchange.people.set(five)
    exchange.unanimity = Unanimity.PRESENT
    passage = note_passage(exchange=exchange, words=WORDS, by=keeper, speakers=five[:1])
    assert [(voice.person, voice.spoke) for voice in voices(passage)] == [(one, one == five[0]) for one in five]


def test_only_keepers_write_and_note_and_a_passage_concerns_somebody(
    exchange: Exchange, keeper: User, passage: Passage, five: list[Person]
) -> None:
    stranger = UserFactory(is_superuser=True)
    for refused in (
        lambda: note_passage(exchange=exchange, words="x", by=stranger, speakers=five),
        lambda: ask_voices(exchange=exchange, by=stranger),
        lambda: note_voice(voice=voices(passage)[0], agrees=True, method=ConsentMethod.PAPER, by=stranger),
        lambda: note_passage(exchange=exchange, words="x", by=keeper),
        lambda: note_passage(exchange=exchange, words=" ", by=keeper, speakers=five),
    ):
        with pytest.raises(PassageRefused):
            refused()


def test_somebody_without_address_answers_on_paper(exchange: Exchange, keeper: User) -> None:
    paul = PersonFactory(email="")
    passage = note_passage(exchange=exchange, words=WORDS, by=keeper, speakers=[paul])
    assert ask_voices(exchange=exchange, by=keeper) == 0
    note_voice(voice=voices(passage)[0], agrees=True, method=ConsentMethod.PAPER, by=keeper)
    assert (opened(), Consent.objects.get().recorded_by) == ([WORDS], keeper)


def test_a_person_cannot_vanish_and_leave_a_passage_with_one_voice_less(passage: Passage, five: list[Person]) -> None:
    with pytest.raises(ProtectedError):
        five[4].delete()


def test_what_is_held_is_shown_and_erased_with_whom_it_concerns(passage: Passage, five: list[Person]) -> None:
    ours = [line for line in personal_data if line.model in (Voice, Exchange)]
    assert [row["passage"] for row in ours[0].export("personne1@valclair.example")] == [WORDS]
    assert [sum(line.erase(address) for line in ours) > 0 for address in ("", "personne1@valclair.example")] == [
        False,
        True,
    ]
    assert (Passage.objects.count(), Voice.objects.count()) == (0, 0)


def test_what_stayed_sealed_is_forgotten_after_a_year(client: Client, exchange: Exchange, keeper: User) -> None:
    person = PersonFactory()
    kept = note_passage(exchange=exchange, words="À garder.", by=keeper, speakers=[person])
    note_passage(exchange=exchange, words="À oublier.", by=keeper, speakers=[person])
    post(client, voices(kept)[0], "agree")
    now = timezone.now()
    purge_sealed(now + timedelta(days=360))
    assert Passage.objects.count() == 2
    purge_sealed(now + timedelta(days=370))
    assert list(Passage.objects.all()) == [kept]


def test_a_bad_link_is_404_and_a_link_to_nothing_410(client: Client, passage: Passage) -> None:
    voice = voices(passage)[0]
    url = path_of(voice)
    assert client.get(reverse("people:voice", args=["abc"])).status_code == 404
    passage.delete()
    assert client.get(url).status_code == 410


class TestNotebook:
    """The screen of whoever keeps the notes: nobody else, administrators included, knows that it exists."""

    def test_notes_are_typed_asked_and_answered_aloud_by_their_keeper_only(
        self, client: Client, keeper: User, five: list[Person]
    ) -> None:
        keeper.groups.add(Group.objects.get(name="Animation"))
        client.force_login(keeper)
        said = {"title": "Entretien", "kind": "interview", "held_on": "2026-11-02", "unanimity": "concerned"}
        people = [person.pk for person in five]
        assert client.post(reverse("people_notebooks"), said).status_code == 422
        answer = client.post(reverse("people_notebooks"), {**said, "answer_days": 21, "people": people})
        notebook = answer["Location"]
        note = {"order": "note", "words": WORDS, "speakers": people[:1], "concerned": people[1:2]}
        assert [client.post(notebook, {**note, "words": words}).status_code for words in (WORDS, "")] == [302, 422]
        assert client.post(notebook, {"order": "note", "words": "Sans personne."}).status_code == 409
        assert client.post(notebook, {"order": "ask"}).status_code == 302
        for voice in Voice.objects.order_by("pk"):
            client.post(notebook, {"order": "voice", "row": voice.pk, "agrees": "1", "method": "spoken"})
        assert (opened(), "Ouvert" in client.get(notebook).content.decode()) == ([WORDS], True)
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        assert client.get(notebook).status_code == 404
        assert "Entretien" not in client.get(reverse("people_notebooks")).content.decode()
        client.force_login(UserFactory(groups=["Rédaction"]))
        assert client.get(reverse("people_notebooks")).status_code == 302


@pytest.mark.parametrize("way", ["refuses", "withdraws"])
def test_nobody_notes_a_yes_in_place_of_somebody_who_said_no(passage: Passage, keeper: User, way: str) -> None:
    """S2-17: the no they gave by their link is theirs to take back; a no may always be noted."""
    ask_voices(exchange=passage.exchange, by=keeper)
    voice = voices(passage)[0]
    answer_voice(voice=voice, agrees=way == "withdraws", words_hash=passage.words_hash, source="lien")
    if way == "withdraws":
        withdraw_consent(consent=Consent.objects.get(person=voice.person))
    with pytest.raises(PassageRefused, match="elle seule peut revenir"):
        note_voice(voice=voice, agrees=True, method=ConsentMethod.SPOKEN, by=keeper)
    note_voice(voice=voice, agrees=False, method=ConsentMethod.SPOKEN, by=keeper)
    answer_voice(voice=voice, agrees=True, words_hash=passage.words_hash, source="lien")
    assert Voice.objects.agreeing().filter(pk=voice.pk).exists()
