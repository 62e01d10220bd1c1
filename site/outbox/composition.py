"""From a row to the mail that one person receives."""

from email.header import Header

from django.core.mail import EmailMultiAlternatives

from .models import Message
from .places import fill, fill_html, fill_line
from .sender import Sender


def compose(message: Message, *, sender: Sender, invitations_inline: bool = True) -> EmailMultiAlternatives:
    """The mail of `message`, places filled, to one person (S9), its Message-ID the same at each try.

    With `invitations_inline`, a calendar part that carries a method is also an alternative body, which is
    what calendars look for (RFC 6047 2.4); providers' APIs take it as a file only.
    """
    content, values = message.content, message.values
    headers = {name: fill_line(value, values) for name, value in content.headers.items()}
    mail = EmailMultiAlternatives(
        subject=fill_line(content.subject, values),
        body=fill(content.text, values),
        from_email=headers.pop("From", sender.header),
        to=[message.address],
        headers={**own_headers(message, sender), **headers},
    )
    if content.html:
        mail.attach_alternative(fill_html(content.html, values), "text/html")
    for part in message.enclosed:
        if invitations_inline and part.is_invitation:
            mail.attach_alternative(part.content.decode(), part.content_type)
        mail.attach(part.filename, part.content, part.content_type)
    return mail


def own_headers(message: Message, sender: Sender) -> dict[str, str]:
    """What each mail of ours carries (law.md D-07). A content may override any but the first two."""
    headers = {
        "Message-ID": message.message_id(sender.domain),
        "X-Digest": message.content.digest,
    }
    if message.mailing_id is None:
        # RFC 3834: holiday answers and robots do not reply to it.
        return {**headers, "Auto-Submitted": "auto-generated"}
    return {
        **headers,
        "List-Id": f"{_phrase(sender.site_name)} <{_label(message.scope)}.{sender.domain}>",  # RFC 2919
        "Feedback-ID": f"{message.mailing_id}:{_label(message.scope)}:dirigeable",
    }


def _phrase(name: str) -> str:
    """A name in front of an identifier, encoded by itself: the identifier must stay readable (RFC 2047 5)."""
    if name.isascii():
        return f'"{name.replace(chr(92), "").replace(chr(34), "")}"'
    return Header(name, "utf-8").encode(linesep="")


def _label(scope: str) -> str:
    """A scope as a domain label: "digest:12" is "digest-12"."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in scope)
