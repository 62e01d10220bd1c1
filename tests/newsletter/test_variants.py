"""« Vous suivez », at the end of each copy: one content for each variant, never for each person (letters.md 4)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.models import Topic
from newsletter.enums import FaultKind, FollowKind
from newsletter.models import LetterPage, Subscriber, Told
from newsletter.preflight import faults_of
from newsletter.services import follow, note_novelties, send_letter
from newsletter.variants import MOST_LINES, mail_for
from outbox.composition import compose
from outbox.models import Content, Message
from outbox.sender import current_sender
from tests.factories.cms import TopicFactory
from tests.factories.home import NewsPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body
from tests.factories.people import UserFactory
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


def news_about(house: House, topic: Topic, title: str) -> Any:
    page = NewsPageFactory(parent=house.news, title=title, first_published_at=timezone.now())
    page.topics.add(topic)
    page.save()
    return page


@pytest.fixture
def topics(house: House) -> dict[str, Topic]:
    return {name: TopicFactory(name=name) for name in ("Mobilité", "Santé")}


@pytest.fixture
def readers(topics: dict[str, Topic]) -> dict[str, Subscriber]:
    """Two follow the first topic, one the second, one nothing."""
    people = {name: SubscriberFactory() for name in ("one", "other", "health", "nothing")}
    since = timezone.now() - timedelta(days=1)
    for name, topic in (("one", "Mobilité"), ("other", "Mobilité"), ("health", "Santé")):
        follow(subscriber=people[name], wishes=[(FollowKind.TOPIC, topics[topic].pk)], confirmed_at=since)
    return people


@pytest.fixture
def published(house: House, topics: dict[str, Topic], letter: LetterPage) -> LetterPage:
    news_about(house, topics["Mobilité"], "Le minibus roule")
    news_about(house, topics["Santé"], "La maison ouvre")
    note_novelties(timezone.now())
    found: LetterPage = LetterPage.objects.get(pk=letter.pk)
    return found


def text_to(person: Subscriber) -> str:
    message = Message.objects.select_related("content", "mailing").get(address=person.email)
    return str(compose(message, sender=current_sender()).body)


def test_each_copy_ends_with_what_its_reader_follows(readers: dict[str, Subscriber], published: LetterPage) -> None:
    send_letter(letter=published, decided_by=None)
    texts = {name: text_to(person) for name, person in readers.items()}
    assert {name: "Le minibus roule" in text for name, text in texts.items()} == {
        "one": True,
        "other": True,
        "health": False,
        "nothing": False,
    }
    assert "Vous suivez\n===========" in texts["health"]
    assert "Vous suivez" not in texts["nothing"]
    assert texts["one"].index("Bonjour à toutes") < texts["one"].index("Vous suivez")
    assert texts["one"].index("Vous suivez") < texts["one"].index("Ne plus la recevoir")


def test_there_is_one_content_for_each_variant_and_one_body_for_all(
    readers: dict[str, Subscriber], published: LetterPage
) -> None:
    dispatch = send_letter(letter=published, decided_by=None)
    contents = Content.objects.filter(messages__mailing=dispatch.mailing).distinct()
    assert contents.count() == 3
    assert {content.headers["X-Letter-Digest"] for content in contents} == {dispatch.body_digest}
    body = "".join(segment.html for segment in dispatch.segments.all())
    assert [body in content.html for content in contents] == [True] * 3


def test_two_readers_of_one_variant_differ_by_their_leaving_links_only(
    readers: dict[str, Subscriber], published: LetterPage
) -> None:
    """sending.md section 18, test 11."""
    send_letter(letter=published, decided_by=None)
    copies = []
    for name in ("one", "other"):
        message = Message.objects.select_related("content", "mailing").get(address=readers[name].email)
        mail = compose(message, sender=current_sender()).message().as_string()
        for value in message.values.values():
            mail = mail.replace(value, "[leave]")
        mail = re.sub(r"<\d+\.[0-9a-f]+@|boundary=\S+|^--===.*$|^Date: .*$", "", mail, flags=re.MULTILINE)
        copies.append(mail.replace(readers[name].email, "[to]"))
    assert places_of(copies[0]) == places_of(copies[1])


def places_of(mail: str) -> str:
    """`mail` without the tokens of its leaving links, which encodings may cut across lines."""
    joined = re.sub(r"=\n", "", mail)
    return re.sub(r"/abonnement/[^\s\"<>)]*", "/abonnement/", joined)


def test_what_was_told_is_never_told_again_by_a_letter(
    house: House, readers: dict[str, Subscriber], published: LetterPage
) -> None:
    send_letter(letter=published, decided_by=None)
    assert Told.objects.count() == 3
    following = LetterPageFactory(parent=house.letters, title="La suivante")
    dispatch = send_letter(letter=following, decided_by=None)
    assert Content.objects.filter(messages__mailing=dispatch.mailing).distinct().count() == 1


def test_what_the_body_announces_is_not_repeated_at_its_end(
    house: House, topics: dict[str, Topic], readers: dict[str, Subscriber]
) -> None:
    page = news_about(house, topics["Mobilité"], "Le minibus roule")
    note_novelties(timezone.now())
    made = LetterPageFactory(parent=house.letters, body=letter_body(rubrics=[("N", [page])]))
    send_letter(letter=LetterPage.objects.get(pk=made.pk), decided_by=None)
    assert "Vous suivez" not in text_to(readers["one"])
    assert set(Told.objects.values_list("subscriber", flat=True)) == {readers["one"].pk, readers["other"].pk}


def test_the_oldest_go_first_and_the_others_wait_for_the_next_letter(
    house: House, topics: dict[str, Topic], readers: dict[str, Subscriber], letter: LetterPage
) -> None:
    for number in range(MOST_LINES + 2):
        news_about(house, topics["Santé"], f"Nouvelle {number:02d}")
    note_novelties(timezone.now())
    send_letter(letter=LetterPage.objects.get(pk=letter.pk), decided_by=None)
    assert text_to(readers["health"]).count("Actualité") == MOST_LINES
    following = LetterPageFactory(parent=house.letters, title="La suivante")
    dispatch = send_letter(letter=following, decided_by=None)
    message = dispatch.mailing.messages.select_related("content").get(address=readers["health"].email)
    assert message.content.text.count("Actualité") == 2


def test_an_editor_sees_the_copy_of_a_chosen_subscriber(
    client: Client, readers: dict[str, Subscriber], published: LetterPage
) -> None:
    client.force_login(UserFactory(groups=["Rédaction"]))
    screen = reverse("newsletter_admin:preview", args=[published.pk])
    frame = reverse("newsletter_admin:preview_frame", args=[published.pk])
    query = {"mode": "mail", "width": "320", "subscriber": readers["health"].email}
    page = client.get(screen, query).content.decode()
    assert f"Telle que la recevrait {readers['health'].email}" in page
    assert 'width="320"' in page
    seen = client.get(frame, query).content.decode()
    assert ("La maison ouvre" in seen, "Le minibus roule" in seen) == (True, False)
    assert Told.objects.count() == 0
    assert mail_for(published, readers["nothing"]) == mail_for(published, None)


def test_the_heaviest_variant_is_the_one_that_is_weighed(
    house: House, topics: dict[str, Topic], readers: dict[str, Subscriber]
) -> None:
    """law.md D-08: what passes for most may be cut for the one who follows most."""
    body = letter_body(text="<p>Un très long édito.</p>" * 1_660)
    letter = LetterPage.objects.get(pk=LetterPageFactory(parent=house.letters, body=body).pk)
    assert faults_of(letter) == []
    for number in range(MOST_LINES):
        news_about(house, topics["Mobilité"], f"Une nouvelle au titre plutôt long, la numéro {number:02d}")
    note_novelties(timezone.now())
    assert FaultKind.TOO_HEAVY in {fault.kind for fault in faults_of(letter)}
