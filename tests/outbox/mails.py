"""Mail that comes back: what servers and mailboxes send us, made around a message of ours."""

from textwrap import dedent

from outbox.models import Message

DOMAIN = "dirigeable.example"


def identifier(message: Message) -> str:
    return message.message_id(DOMAIN)


def returned(
    message: Message | str,
    *,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 User unknown",
    action: str = "failed",
    number: int = 1,
    whom: str = "lectrice0@exemple.example",
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464), quoting the headers of `message`."""
    cited = message if isinstance(message, str) else identifier(message)
    return crlf(f"""\
        Return-Path: <>
        From: MAILER-DAEMON@mx.exemple.example (Mail Delivery System)
        To: retours@{DOMAIN}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        Message-Id: <dsn-{number}@mx.exemple.example>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.exemple.example.

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.exemple.example

        Final-Recipient: rfc822; {whom}
        Action: {action}
        Status: {status}
        Diagnostic-Code: {diagnostic}

        --b1
        Content-Type: text/rfc822-headers

        From: bonjour@{DOMAIN}
        To: {whom}
        Message-ID: {cited}
        Subject: La lettre de mars

        --b1--
        """)


def complaint(message: Message | str, *, kind: str = "abuse", number: int = 1) -> bytes:
    """A feedback report as mailbox providers send it (RFC 5965)."""
    cited = message if isinstance(message, str) else identifier(message)
    return crlf(f"""\
        From: <fbl@fournisseur.example>
        To: <retours@{DOMAIN}>
        Subject: FW: La lettre de mars
        Message-ID: <arf-{number}@fournisseur.example>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

        --b2
        Content-Type: text/plain; charset="US-ASCII"

        This is an email abuse report.

        --b2
        Content-Type: message/feedback-report

        Feedback-Type: {kind}
        User-Agent: SomeGenerator/1.0
        Version: 1
        Original-Rcpt-To: <lectrice0@exemple.example>

        --b2
        Content-Type: message/rfc822

        From: <bonjour@{DOMAIN}>
        To: <lectrice0@exemple.example>
        Subject: La lettre de mars
        Message-ID: {cited}

        Bonjour
        --b2--
        """)


def answer(
    message: Message | None = None,
    *,
    number: int = 1,
    text: str = "Merci !",
    to: str = f"bonjour@{DOMAIN}",
    automatic: bool = False,
) -> bytes:
    """What a person, or their robot, writes back."""
    cited = f"In-Reply-To: {identifier(message)}\n" if message else ""
    robot = "Auto-Submitted: auto-replied\n" if automatic else ""
    return crlf(
        "From: Lectrice Zéro <lectrice0@exemple.example>\n"
        f"To: {to}\nSubject: Re: La lettre de mars\nMessage-ID: <answer-{number}@exemple.example>\n"
        f"{cited}{robot}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )


QMAIL = """\
    Return-Path: <>
    From: MAILER-DAEMON@mx.exemple.example
    To: retours@dirigeable.example
    Subject: failure notice
    Message-ID: <qmail-1@mx.exemple.example>

    Hi. This is the qmail-send program at mx.exemple.example.
    I'm afraid I wasn't able to deliver your message to the following addresses.
    This is a permanent error; I've given up. Sorry it didn't work out.

    <lectrice0@exemple.example>:
    Sorry, no mailbox here by that name. (#5.1.1)

    --- Below this line is a copy of the message.

    From: bonjour@dirigeable.example
    Message-ID: {cited}
    """


def qmail_failure(message: Message) -> bytes:
    return crlf(QMAIL.format(cited=identifier(message)))


def crlf(text: str) -> bytes:
    return dedent(text).replace("\n", "\r\n").encode()
