"""What a mail is made of (law.md L-01, L-02, D-07, D-09, C-24; sending.md S2, S9, section 6)."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, mail_admins, send_mail
from django.template import engines
from wagtail.models import Site

from cms.models import SiteIdentity
from outbox.composition import compose
from outbox.errors import OutboxError
from outbox.models import Message
from outbox.rendering import RenderedMail, render_mail, tidy
from outbox.sender import current_sender
from outbox.services import Part, Recipient, create_mailing, freeze_content

from .builders import a_confirmation, a_content, a_mailing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def identity() -> SiteIdentity:
    site = Site.objects.get(is_default_site=True)
    return SiteIdentity.objects.create(
        site=site,
        name="L’Établi des crêtes",
        sender_name="L’Établi",
        sender_email="bonjour@etabli.example",
        contact_email="contact@etabli.example",
        postal_address="1, place du Marché\n05000 Gap",
    )


def parsed(message: Message) -> ParsedMail:
    mail = message_from_bytes(compose(message, sender=current_sender()).message().as_bytes(), policy=policy.default)
    assert isinstance(mail, ParsedMail)
    return mail


class TestHeaders:
    def test_a_letter_says_how_to_leave_and_which_list_it_is(self) -> None:
        mail = parsed(a_mailing(1).messages.get())
        assert mail["List-Unsubscribe"] == ("<https://asso.example/quitter/jeton0>, <mailto:quitter@asso.example>")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Id"] == "L’Établi des crêtes <letter.etabli.example>"
        assert mail["Feedback-ID"].endswith(":letter:dirigeable")
        assert mail["Auto-Submitted"] is None

    def test_awaited_mail_says_that_a_machine_wrote_it(self) -> None:
        mail = parsed(a_confirmation())
        assert (mail["Auto-Submitted"], mail["List-Id"]) == ("auto-generated", None)

    def test_it_goes_to_one_person_from_the_association(self) -> None:
        mail = parsed(a_mailing(3).messages.get(address="lectrice1@exemple.example"))
        assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("lectrice1@exemple.example", None, None)
        assert mail["From"] == "L’Établi <bonjour@etabli.example>"

    def test_the_identifier_is_on_our_domain_and_the_same_at_each_try(self) -> None:
        message = a_confirmation()
        first, second = parsed(message)["Message-ID"], parsed(message)["Message-ID"]
        assert first == second == message.message_id("etabli.example")
        assert first.endswith("@etabli.example>")

    def test_its_date_is_that_of_its_departure(self) -> None:
        written = parsed(a_confirmation())["Date"].datetime.replace(tzinfo=dt.UTC)
        assert abs(written - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)

    def test_the_content_is_named_by_its_digest(self) -> None:
        message = a_mailing(1).messages.get()
        assert parsed(message)["X-Digest"] == message.content.digest

    def test_a_very_long_leaving_address_is_neither_cut_nor_encoded(self) -> None:
        mailing = create_mailing(
            label="L",
            reference="",
            content=a_content(),
            purpose="letter",
            recipients=[Recipient("a@b.example", None, {"name": "A", "leave": "x" * 400})],
        )
        raw = compose(mailing.messages.get(), sender=current_sender()).message().as_bytes()
        assert b"<https://asso.example/quitter/" + b"x" * 400 + b">" in raw

    def test_without_an_identity_the_sender_is_that_of_the_settings(self, settings: Any) -> None:
        SiteIdentity.objects.all().delete()
        settings.DEFAULT_FROM_EMAIL = "Le site <site@repli.example>"
        assert parsed(a_confirmation())["From"] == "Le site <site@repli.example>"


def test_a_content_lists_what_it_shows_and_does_not_carry() -> None:
    html = """<img src="https://a.example/1.jpg?a=1&amp;b=2"><td background='https://a.example/2.png'>
    <p style="background:url(https://a.example/3.png)"><img SRC="https://a.example/1.jpg?a=1&amp;b=2">
    <img src="data:image/gif;base64,R0"><img src="cid:x"><a href="https://a.example/page">"""
    expected = ["https://a.example/1.jpg?a=1&b=2", "https://a.example/2.png", "https://a.example/3.png"]
    assert a_content(html=html).assets == expected
    assert a_content(html="").assets == []


class TestPlaces:
    def test_values_are_escaped_in_html_and_only_there(self) -> None:
        values = {"name": '<b>"Zoé" & co', "leave": "a?b=1&c=2"}
        content = a_content(subject="Pour %%name%%")
        mailing = create_mailing(
            label="L",
            reference="",
            content=content,
            purpose="letter",
            recipients=[Recipient("a@b.example", None, values)],
        )
        mail = compose(mailing.messages.get(), sender=current_sender())
        assert mail.subject == 'Pour <b>"Zoé" & co'
        assert 'Bonjour <b>"Zoé" & co\n' in mail.body
        html = str(mail.alternatives[0][0])
        assert "Bonjour &lt;b&gt;&quot;Zoé&quot; &amp; co</p>" in html
        assert 'quitter/a?b=1&amp;c=2"' in html

    def test_a_value_adds_no_header(self) -> None:
        mailing = create_mailing(
            label="L",
            reference="",
            content=a_content(subject="Pour %%name%%"),
            purpose="letter",
            recipients=[Recipient("a@b.example", None, {"name": "A\r\nBcc: x@y.example", "leave": "t\r\nX-A: 1"})],
        )
        mail = parsed(mailing.messages.get())
        assert mail["Subject"] == "Pour A Bcc: x@y.example"
        assert (mail["Bcc"], mail["X-A"]) == (None, None)

    def test_words_of_the_site_that_look_like_a_place_stay_as_written(self) -> None:
        content = freeze_content(subject="A", html="", text="100%%sure%%", headers={})
        message = a_confirmation()
        message.content = content
        assert compose(message, sender=current_sender()).body == "100%%sure%%"

    def test_two_mails_of_a_letter_differ_only_by_the_values_of_the_persons(self) -> None:
        one, two = a_mailing(2).messages.order_by("pk")
        texts = [
            compose(message, sender=current_sender())
            .body.replace(message.values["leave"], "•")
            .replace(message.values["name"], "•")
            for message in (one, two)
        ]
        assert texts[0] == texts[1]


class TestBodies:
    def test_text_comes_first_then_html(self) -> None:
        mail = parsed(a_mailing(1).messages.get())
        assert mail.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]

    def test_an_invitation_is_a_body_for_calendars_and_a_file_for_people(self) -> None:
        ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:\xc3\x89t\xc3\xa9\r\nEND:VCALENDAR\r\n"
        mail = parsed(
            a_confirmation(html="<p>x</p>", parts=[Part("atelier.ics", "text/calendar; method=REQUEST", ics)])
        )
        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert [part.get_param("method") for part in calendars] == ["REQUEST", "REQUEST"]
        assert [part.get_filename() for part in calendars] == [None, "atelier.ics"]
        assert [part.get_content().replace("\r\n", "\n") for part in calendars] == [
            ics.decode().replace("\r\n", "\n")
        ] * 2

    def test_a_file_travels_byte_for_byte(self) -> None:
        mail = parsed(a_confirmation(parts=[Part("a.pdf", "application/pdf", bytes(range(256)))]))
        (attached,) = mail.iter_attachments()
        assert (attached.get_filename(), attached.get_content()) == ("a.pdf", bytes(range(256)))


class TestRendering:
    @pytest.fixture
    def mail(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RenderedMail:
        folder = tmp_path / "mail" / "trial"
        folder.mkdir(parents=True)
        (folder / "hello.subject.txt").write_text("\n  L’atelier de {{ name }}\n")
        (folder / "hello.html").write_text(
            '{% extends "mail/base.html" %}{% block content %}<h1>Bonjour {{ name }}</h1>'
            '{% include "mail/button.html" with url="https://a.example/?a=1&b=2" label="Voir" only %}'
            '<a href="https://a.example/%%leave%%">%%name%%</a>{% endblock %}'
        )
        (folder / "hello.txt").write_text(
            '{% extends "mail/base.txt" %}{% block content %}\n\n\n\nBonjour {{ name }}   \n\n\n\nl’été\n{% endblock %}'
        )
        engine = engines["django"].engine
        monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
        for loader in engine.template_loaders:
            loader.reset()
        return render_mail("trial/hello", {"name": "D’Artagnan & fils"})

    def test_the_subject_is_one_line_and_unescaped(self, mail: RenderedMail) -> None:
        assert mail.subject == "L’atelier de D’Artagnan & fils"

    def test_the_text_is_clean_unescaped_and_signed(self, mail: RenderedMail) -> None:
        assert mail.text.startswith("Bonjour D’Artagnan & fils\n\nl’été\n\n-- \n")
        assert "L’Établi des crêtes\n1, place du Marché\n05000 Gap\n" in mail.text
        assert "\n\n\n" not in mail.text

    def test_the_html_is_french_escaped_signed_and_styled_on_its_elements(self, mail: RenderedMail) -> None:
        assert '<html lang="fr"' in mail.html
        assert "Bonjour D’Artagnan &amp; fils</h1>" in mail.html
        assert "1, place du Marché<br>05000 Gap" in mail.html
        assert '<h1 style="' in mail.html
        assert "prefers-color-scheme: dark" in mail.html

    def test_places_survive_the_styling_also_in_addresses(self, mail: RenderedMail) -> None:
        assert 'href="https://a.example/%%leave%%"' in mail.html
        assert ">%%name%%</a>" in mail.html

    def test_nothing_is_fetched_from_elsewhere(self, mail: RenderedMail) -> None:
        assert [tag for tag in ("<img", "<script", "<link", "url(", "@import") if tag in mail.html] == []

    def test_tidy_keeps_the_mark_of_the_signature(self) -> None:
        assert tidy("a  \n\n\n\n-- \nb") == "a\n\n-- \nb\n"


def _channels(colour: str) -> list[float]:
    levels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [level / 12.92 if level <= 0.03928 else ((level + 0.055) / 1.055) ** 2.4 for level in levels]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_channels(one), _channels(other))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#1e2a26", "#fbf7ef"),
        ("#b0391e", "#fbf7ef"),
        ("#1f4d3f", "#fbf7ef"),
        ("#5b625e", "#fbf7ef"),
        ("#ffffff", "#1f4d3f"),
        ("#1e2a26", "#dce9ea"),
        ("#b0391e", "#dce9ea"),
        ("#f1ede3", "#161c1a"),
        ("#ff9a7a", "#161c1a"),
        ("#8fd3bb", "#161c1a"),
        ("#aeb6b1", "#161c1a"),
        ("#161c1a", "#8fd3bb"),
        ("#f1ede3", "#24302c"),
        ("#ff9a7a", "#24302c"),
    ],
)
def test_mail_colours_can_be_read(text: str, ground: str) -> None:
    """law.md A-05: 4.5 at least, in light and in dark."""
    css = (Path(__file__).parents[2] / "templates" / "mail" / "style.css").read_text()
    assert text in css
    assert ground in css
    assert _contrast(text, ground) >= 4.5


class TestDjangosOwnMail:
    @pytest.fixture(autouse=True)
    def _through_the_outbox(self, settings: Any) -> None:
        settings.EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"

    def test_each_recipient_has_a_row_and_sees_nobody_else(self) -> None:
        mail = EmailMultiAlternatives("Objet", "Texte", to=["A <a@b.example>", "c@d.example"], bcc=["e@f.example"])
        mail.attach_alternative("<p>Texte</p>", "text/html")
        mail.attach("a.txt", "été", "text/plain")
        assert mail.send() == 1
        messages = Message.objects.order_by("address")
        assert [message.address for message in messages] == ["a@b.example", "c@d.example", "e@f.example"]
        assert {parsed(message)["To"] for message in messages} == {"a@b.example", "c@d.example", "e@f.example"}
        assert len({message.content_id for message in messages}) == 1
        assert messages[0].content.html == "<p>Texte</p>"
        assert [Part.from_json(stored).content.decode() for stored in messages[0].parts] == ["été"]

    def test_the_same_mail_sent_twice_is_two_mails(self) -> None:
        for _ in range(2):
            send_mail("Mot de passe", "Lien", None, ["a@b.example"])
        assert Message.objects.count() == 2

    def test_a_mail_in_html_only_has_a_text_too(self) -> None:
        mail = EmailMessage("Objet", "<p>Bonjour</p>", to=["a@b.example"])
        mail.content_subtype = "html"
        mail.send()
        content = Message.objects.get().content
        assert (content.text, content.html) == ("Bonjour", "<p>Bonjour</p>")

    def test_another_sender_and_a_reply_address_are_kept(self) -> None:
        EmailMessage(
            "Objet", "Texte", "Jeanne <j@k.example>", ["a@b.example"], reply_to=["r@s.example"], headers={"X-A": "1"}
        ).send()
        mail = parsed(Message.objects.get())
        assert (mail["From"], mail["Reply-To"], mail["X-A"]) == ("Jeanne <j@k.example>", "r@s.example", "1")

    def test_an_unusable_recipient_stops_the_whole_mail(self) -> None:
        mail = EmailMessage("Objet", "Texte", to=["a@b.example", "rien"])
        with pytest.raises(OutboxError, match="ne peut pas recevoir"):
            mail.send()
        again = EmailMessage("Objet", "Texte", to=["a@b.example", "rien"])
        assert again.send(fail_silently=True) == 0
        assert Message.objects.count() == 0

    def test_reports_to_the_administrators_pass_too(self, settings: Any) -> None:
        settings.ADMINS = [("Jeanne", "j@k.example")]
        mail_admins("Erreur", "Trace")
        assert Message.objects.get().content.subject.endswith("Erreur")
