"""A letter as a mail and on the web: one content, the same for all (law.md C-17, C-24, L-01, L-02, L-10, D-09)."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import Client

from cms.models import Rendition
from newsletter.models import AnnouncedPage, Dispatch, LetterPage
from newsletter.rendering import render_letter
from newsletter.services import send_letter
from outbox.composition import compose
from outbox.models import Message
from outbox.sender import current_sender
from tests.factories.cms import ImageFactory
from tests.factories.home import NewsPageFactory, ProjectPageFactory
from tests.factories.newsletter import LetterPageFactory, SubscriberFactory, letter_body, make_sent_letter
from tests.factories.tree import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich_letter(house: House) -> LetterPage:
    """A letter with every kind of block."""
    news = NewsPageFactory(parent=house.news, title="Le minibus roule", listing_image=ImageFactory())
    project = ProjectPageFactory(parent=house.projects, title="Le Lavoir", listing_image=ImageFactory())
    body = letter_body(
        title="Bonjour",
        text=f'<p>Voir <a linktype="page" id="{news.pk}">le minibus</a>.</p><ul><li>un</li><li>deux</li></ul>',
        signature="L’équipe",
        rubrics=[("Au fil de l’eau", [news])],
        portrait=project,
        voice=("On se croise depuis dix ans.", "Une participante"),
        button=("Venir", project),
    )
    body.append(("picture", {"image": ImageFactory(alt_text="Le tour de table."), "caption": "Le matin."}))
    made: LetterPage = LetterPageFactory(
        parent=house.letters, title="La lettre de mars", slug="mars", summary="Trois nouvelles.", body=body
    )
    return made


def mails_of(dispatch: Dispatch) -> list[Any]:
    sender = current_sender()
    messages = dispatch.mailing.messages.select_related("content", "mailing").order_by("address")
    return [compose(message, sender=sender) for message in messages]


class TestMail:
    def test_every_address_is_absolute_and_every_picture_has_its_alternative(self, rich_letter: LetterPage) -> None:
        soup = BeautifulSoup(render_letter(rich_letter).html, "html.parser")
        links = [str(link["href"]) for link in soup.find_all("a")]
        complete = ("http://testserver/", "mailto:", "%%leave_url%%", "%%preferences_url%%")
        assert [link for link in links if not link.startswith(complete)] == []
        pictures = soup.find_all("img")
        assert [str(picture["src"]).startswith("http://testserver/media/") for picture in pictures] == [True] * 3
        alternatives = ["Une vallée au petit matin.", "Une vallée au petit matin.", "Le tour de table."]
        assert [picture["alt"] for picture in pictures] == alternatives
        assert soup.html is not None
        assert soup.html["lang"] == "fr"

    def test_the_text_says_the_same_in_plain_words(self, rich_letter: LetterPage) -> None:
        text = render_letter(rich_letter).text
        assert "<" not in text
        assert "Bonjour\n=======" in text
        assert "Voir le minibus (http://testserver/actualites/le-minibus-roule/)." in text
        assert "- un\n- deux" in text
        assert "Actualité\u00a0: Le minibus roule\n14 mars 2026\n" in text
        assert "«\u00a0On se croise depuis dix ans.\u00a0»\nUne participante" in text
        assert "Ne plus la recevoir\u00a0: %%leave_url%%" in text

    def test_the_leaving_link_stands_above_the_clip_limit(self, rich_letter: LetterPage) -> None:
        """law.md L-10, D-08."""
        html = render_letter(rich_letter).html.encode()
        assert 0 < html.index(b"%%leave_url%%") < 102_000

    def test_nothing_is_fetched_from_another_host(self, rich_letter: LetterPage) -> None:
        html = render_letter(rich_letter).html
        sources = re.findall(r'(?:src|background|srcset)="([^"]*)"|url\(([^)]*)\)', html)
        assert [one or two for one, two in sources if not (one or two).startswith("http://testserver/media/")] == []

    def test_two_renderings_are_the_same_bytes(self, rich_letter: LetterPage) -> None:
        assert render_letter(rich_letter) == render_letter(LetterPage.objects.get(pk=rich_letter.pk))

    def test_a_page_in_draft_is_not_announced(self, rich_letter: LetterPage) -> None:
        for page in (rich_letter.body[1].value["teasers"][0]["page"], rich_letter.body[2].value["page"]):
            page.unpublish()
        mail = render_letter(LetterPage.objects.get(pk=rich_letter.pk))
        assert "Le minibus roule" not in mail.html + mail.text
        assert "Le Lavoir" not in mail.html + mail.text

    def test_queries_do_not_grow_with_the_letter(
        self, house: House, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        def letter_of(count: int) -> LetterPage:
            pages = [
                NewsPageFactory(parent=house.news, title=f"N{count}-{n}", listing_image=ImageFactory())
                for n in range(count)
            ]
            made = LetterPageFactory(
                parent=house.letters, title=f"L{count}", body=letter_body(rubrics=[("Nouvelles", pages)])
            )
            render_letter(made)  # makes the renditions
            return LetterPage.objects.get(pk=made.pk)

        one, three = letter_of(1), letter_of(3)
        with django_assert_max_num_queries(40) as counted:
            render_letter(one)
        with django_assert_num_queries(len(counted)):
            render_letter(three)


class TestCopies:
    def test_two_copies_differ_by_their_leaving_links_only(self, rich_letter: LetterPage) -> None:
        """law.md C-17, C-24, L-05."""
        SubscriberFactory.create_batch(2)
        dispatch = send_letter(letter=rich_letter, decided_by=None)
        values = list(dispatch.mailing.messages.order_by("address").values_list("values", flat=True))
        assert [set(places) for places in values] == [{"leave_url", "one_click_url", "preferences_url"}] * 2
        copies = []
        for mail, places in zip(mails_of(dispatch), values, strict=True):
            mime = [mail.subject, mail.body, mail.alternatives[0][0], sorted(mail.extra_headers.items())]
            copy = repr(mime)
            for name, value in places.items():
                assert value in copy
                copy = copy.replace(value, f"[{name}]")
            copies.append(re.sub(r"<\d+\.[0-9a-f]+@", "<message@", copy))
        assert copies[0] == copies[1]

    def test_each_copy_can_be_left_from_the_mail_program(self, rich_letter: LetterPage) -> None:
        """law.md L-01, L-02."""
        SubscriberFactory()
        (mail,) = mails_of(send_letter(letter=rich_letter, decided_by=None))
        headers = mail.extra_headers
        link, mailto = headers["List-Unsubscribe"].split(", ")
        assert re.fullmatch(r"<http://testserver/abonnement/quitter-un-clic/[^/]+/>", link)
        assert mailto == "<mailto:bonjour@valclair.example?subject=Quitter%20l%27infolettre>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert Client().post(link[len("<http://testserver") : -1]).status_code == 200

    def test_each_goes_to_one_person(self, rich_letter: LetterPage) -> None:
        subscribers = SubscriberFactory.create_batch(3)
        mails = mails_of(send_letter(letter=rich_letter, decided_by=None))
        assert [mail.to for mail in mails] == [[email] for email in sorted(row.email for row in subscribers)]
        assert [mail.recipients() for mail in mails] == [mail.to for mail in mails]


class TestArchive:
    def test_what_was_sent_stays_whatever_becomes_of_its_sources(self, client: Client, rich_letter: LetterPage) -> None:
        SubscriberFactory()
        make_sent_letter(rich_letter)
        before = client.get("/infolettre/mars/").content.decode()
        news = rich_letter.body[1].value["teasers"][0]["page"].specific
        news.title = "Un autre titre"
        news.save_revision().publish()
        rich_letter.body = letter_body(text="<p>Autre chose.</p>")
        rich_letter.save_revision().publish()
        after = client.get("/infolettre/mars/").content.decode()
        article = '<article class="web-letter prose">'
        # Not the whole page: the form at its foot says when it was shown.
        bodies = [page.partition(article)[2].partition("</article>")[0] for page in (before, after)]
        assert bodies[0] == bodies[1] != ""
        assert "Le minibus roule" in after
        assert "Autre chose" not in after

    def test_its_pictures_survive_a_purge_of_renditions(self, client: Client, rich_letter: LetterPage) -> None:
        SubscriberFactory()
        make_sent_letter(rich_letter)
        for rendition in Rendition.objects.all():
            rendition.delete()
        article = BeautifulSoup(client.get("/infolettre/mars/").content, "html.parser").select_one(".web-letter")
        assert article is not None
        names = [str(picture["src"]).removeprefix("/media/") for picture in article.find_all("img")]
        assert [default_storage.exists(name) for name in names] == [True] * 3
        assert {name.partition("/")[0] for name in names} == {"lettres"}

    def test_it_holds_no_leaving_link_no_style_and_no_script(self, client: Client, rich_letter: LetterPage) -> None:
        SubscriberFactory()
        make_sent_letter(rich_letter)
        article = client.get("/infolettre/mars/").content.decode().partition('<article class="web-letter prose">')[2]
        fragment = article.partition("</article>")[0]
        assert "%%" not in fragment
        assert "/abonnement/" not in fragment
        assert "style=" not in fragment
        assert "<table" not in fragment
        assert "<h1" not in fragment

    def test_its_links_follow_the_site_when_its_address_changes(self, client: Client, rich_letter: LetterPage) -> None:
        SubscriberFactory()
        dispatch = make_sent_letter(rich_letter)
        for segment in dispatch.segments.all():
            segment.html = segment.html.replace("http://testserver", "https://ancien.example")
            segment.save()
        Dispatch.objects.filter(pk=dispatch.pk).update(root_url="https://ancien.example")
        page = client.get("/infolettre/mars/").content.decode()
        assert "ancien.example" not in page
        assert 'href="/actualites/le-minibus-roule/"' in page

    def test_a_letter_not_sent_says_so_and_is_kept_out_of_search_engines(
        self, client: Client, letter: LetterPage
    ) -> None:
        page = client.get("/infolettre/mars/").content.decode()
        assert "Cette lettre n’est pas encore partie." in page
        assert '<meta name="robots" content="noindex">' in page

    def test_the_list_shows_what_was_sent_newest_first(self, client: Client, house: House) -> None:
        SubscriberFactory()
        for month, title in ((1, "Janvier"), (3, "Mars"), (2, "Février")):
            page = LetterPageFactory(parent=house.letters, title=title, date=f"2026-0{month}-01")
            make_sent_letter(LetterPage.objects.get(pk=page.pk))
        LetterPageFactory(parent=house.letters, title="Pas partie")
        soup = BeautifulSoup(client.get("/infolettre/").content, "html.parser")
        assert [title.get_text() for title in soup.select(".teaser-title")] == ["Mars", "Février", "Janvier"]

    @pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "", "1e3", "\x00"])
    def test_an_odd_page_number_shows_the_list_anyway(self, client: Client, house: House, page: str) -> None:
        assert client.get("/infolettre/", {"page": page}).status_code == 200


class TestPreview:
    @pytest.mark.parametrize(
        ("mode", "words", "kind"),
        [
            ("", "web-letter", "text/html; charset=utf-8"),
            ("mail", "Ne plus recevoir", "text/html; charset=utf-8"),
            ("text", "Ne plus la recevoir", "text/plain; charset=utf-8"),
        ],
    )
    def test_a_letter_is_seen_as_page_as_mail_and_as_text(
        self, rich_letter: LetterPage, mode: str, words: str, kind: str
    ) -> None:
        response = rich_letter.make_preview_request(preview_mode=mode)
        response.render() if hasattr(response, "render") else None
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert words in response.content.decode()
        assert "%%" not in response.content.decode()

    def test_a_letter_never_saved_can_be_seen(self, house: House) -> None:
        draft = LetterPage(title="Brouillon", body=letter_body(text="<p>Essai.</p>"))
        assert "Essai." in render_letter(draft).html


def test_what_a_letter_announced_is_written_at_the_departure(rich_letter: LetterPage) -> None:
    SubscriberFactory()
    send_letter(letter=rich_letter, decided_by=None)
    announced = AnnouncedPage.objects.order_by("title").values_list("title", "url")
    assert list(announced) == [
        ("Le Lavoir", "http://testserver/projets/le-lavoir/"),
        ("Le minibus roule", "http://testserver/actualites/le-minibus-roule/"),
    ]
    assert Message.objects.count() == 1
