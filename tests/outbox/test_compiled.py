"""The bytes made once for everybody say the same as the mail made for one (issue: outbox, item 1; sending.md S2)."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from typing import Any, cast

import pytest

from outbox.compiled import compile_content
from outbox.composition import compose
from outbox.loading import Loader
from outbox.models import Content, Message
from outbox.quoted import LINE, encode, encode_value
from outbox.sender import current_sender
from outbox.services import Part, Recipient, create_mailing
from outbox.transports.conversation import transparent
from outbox.transports.smtp import Wire, wire_of

from .builders import LEAVE_HEADERS, a_confirmation, a_content, a_mailing

pytestmark = pytest.mark.django_db

PLAIN = {"name": "Zoe", "leave": "jeton0"}
HOSTILE = {
    "name": '.<b>"Zoé" & co = %%leave%% \t\r\nBcc: x@y.example\r\n.\r\n--=_ ',
    "leave": "a?b=1&c=" + "é" * 200 + " " + "x" * 900,
}


def parsed(wire: bytes) -> ParsedMail:
    """What a server hands on: the dots that SMTP doubled taken away."""
    return cast(ParsedMail, message_from_bytes(re.sub(rb"(?m)^\.\.", b".", wire), policy=cast(Any, policy.default)))


def headers(mail: ParsedMail) -> dict[str, str]:
    """All but the date, and but what says how the mail is cut."""
    own = {"date", "content-type", "content-transfer-encoding"}
    return {name: " ".join(str(value).split()) for name, value in mail.items() if name.lower() not in own}


def bodies(mail: ParsedMail) -> list[tuple[str, str]]:
    return [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n").rstrip("\n"))
        for part in mail.walk()
        if not part.is_multipart()
    ]


def a_letter(content: Content, values: dict[str, str], address: str = "lectrice@exemple.example") -> Message:
    mailing = create_mailing(
        label="L", reference="", content=content, purpose="letter", recipients=[Recipient(address, None, values)]
    )
    return cast(Message, mailing.messages.get())


LONG = '<p style="color:red">' + "Été = 1 €. " * 400 + "</p>\n.\n..\n" + "x" * 2_000 + "\n\t \nFrom moi\n%%name%%"
CONTENTS: dict[str, dict[str, object]] = {
    "short": {},
    "long lines, dots and accents": {"html": LONG + " %%leave%% %%Inconnu%%", "text": LONG + "\r\n%%leave%%\r\n.\r\n"},
    "a place at each end": {"text": "%%name%%\n\n%%name%%%%leave%%", "html": "%%leave%%"},
    "text alone": {"html": "", "text": ".\nBonjour %%name%% \n%%leave%%"},
    "a subject with a place": {"subject": "L’été de %%name%% à 100 %%"},
    "no-break spaces": {"subject": "%%name%%\u00a0: « Quoi de neuf\u202f? »"},
    "headers of its own": {
        "headers": {
            **LEAVE_HEADERS,
            "Reply-To": "Zoé <z@b.example>",
            "X-Nom": "É %%name%%",
            "From": "Lui <l@b.example>",
        }
    },
}


@pytest.mark.parametrize("values", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("given", CONTENTS.values(), ids=CONTENTS)
def test_a_compiled_mail_says_what_the_composed_one_says(given: dict[str, object], values: dict[str, str]) -> None:
    message, sender = a_letter(a_content(**given), values), current_sender()
    compiled = compile_content(message, sender=sender)
    wire = compiled.fill(message)
    ours, theirs = parsed(wire), parsed(transparent(compose(message, sender=sender).message().as_bytes()))
    assert headers(ours) == headers(theirs)
    assert bodies(ours) == bodies(theirs)
    assert ours.get_content_type() == theirs.get_content_type()
    assert ours.defects == []
    assert (wire.isascii(), wire.endswith(b"\r\n"), re.search(rb"(?m)^\.", wire)) == (True, True, None)
    assert re.search(rb"[^\r]\n|\r[^\n]", wire) is None
    body = wire.partition(b"\r\n\r\n")[2]
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998


@pytest.mark.parametrize("place", ["", "%%name%% "], ids=["the same for all", "with a place"])
def test_a_subject_keeps_its_no_break_spaces_and_its_short_lines(place: str) -> None:
    """law.md D-07, architecture.md: what a person reads is French typography, on their screen too."""
    told = "Où en est-on\u202f?\n Ateliers\u00a0: trois dates,\u2028 " + "et d’autres encore\u00a0» " * 8
    message = a_letter(a_content(subject=place + told), {**PLAIN, "name": "Zoé\r\nBcc: x@y.example"})
    wire = compile_content(message, sender=current_sender()).fill(message)
    expected = "Où en est-on\u202f? Ateliers\u00a0: trois dates, " + " ".join(["et d’autres encore\u00a0»"] * 8)
    for mail in (parsed(wire), parsed(compose(message, sender=current_sender()).message().as_bytes())):
        said = str(mail["Subject"]).strip()
        assert said == ("Zoé Bcc: x@y.example " if place else "") + expected
        assert mail["Bcc"] is None
    encoded = [line for line in wire.split(b"\r\n") if b"=?utf-8?" in line]
    assert max(map(len, encoded)) <= 78


def test_one_compilation_serves_the_whole_mailing_and_each_gets_their_own_values() -> None:
    one, two = a_mailing(2).messages.order_by("pk")
    compiled = compile_content(one, sender=current_sender())
    first, second = compiled.fill(one), compiled.fill(two)
    assert b"jeton0" in first
    assert b"jeton1" in second
    changed = first.replace(b"jeton0", b"jeton1").replace(b"Lectrice 0", b"Lectrice 1")
    for header in (rb"Message-ID: .*", rb"To: .*", rb"Date: .*"):
        changed, second = re.sub(header, b"", changed), re.sub(header, b"", second)
    assert changed == second


def test_the_sender_of_the_envelope_is_the_bare_address_of_the_header() -> None:
    message = a_letter(a_content(headers={"From": "Lui <lui@b.example>"}), PLAIN)
    wire = Loader(takes_bytes=True).load(message, sender=current_sender())
    assert isinstance(wire, Wire)
    assert (wire.sender, wire.recipient) == ("lui@b.example", "lectrice@exemple.example")


def test_a_content_is_read_and_compiled_once_for_many(django_assert_num_queries: Any) -> None:
    messages = list(Message.objects.filter(mailing=a_mailing(30)).order_by("pk"))
    loader, sender = Loader(takes_bytes=True), current_sender()
    with django_assert_num_queries(1):
        wires = [loader.load(message, sender=sender) for message in messages]
    assert len({wire.text for wire in wires if isinstance(wire, Wire)}) == 30


def test_a_mail_with_parts_of_its_own_travels_in_seven_bits_too() -> None:
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Été\r\nEND:VCALENDAR\r\n".encode()
    message = a_confirmation(html="<p>Été</p>", parts=[Part("été.ics", "text/calendar; method=REQUEST", ics)])
    sender = current_sender()
    wire = Loader(takes_bytes=True).load(message, sender=sender)
    assert isinstance(wire, Wire)
    assert wire.text.isascii()
    assert bodies(parsed(wire.text)) == bodies(parsed(wire_of(compose(message, sender=sender)).text))
    calendars = [part for part in parsed(wire.text).walk() if part.get_content_type() == "text/calendar"]
    assert ["Été" in part.get_content() for part in calendars] == [True, True]


@pytest.mark.parametrize("value", ["", "jeton", ".x", "a=b", "é", "x" * 300, " a ", "a\nb", "\t", "\x00\x85\x0c"])
def test_a_value_keeps_its_letters_between_two_soft_breaks(value: str) -> None:
    import quopri

    for encoder in (encode, encode_value):
        quoted = encoder(value)
        wrapped = quopri.decodestring(b"a=\r\n" + quoted + b"=\r\nb").decode()
        assert wrapped.replace("\r\n", "\n") == f"a{value}b"
        assert max(map(len, quoted.split(b"\r\n"))) <= LINE + 2
