"""What the apps above do with mail that comes in, and with what is learnt of mail that left.

The outbox reads the mailbox once and dispatches (architecture.md). Each app fills these in its `AppConfig.ready`:

    from outbox.registries import InboundHandler, inbound_mail

    inbound_mail.register(InboundHandler(name="réponses à l’infolettre", handle=services.take_reply))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from cms.registries import Registry

from .models import DeliveryEvent, Message


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as a handler reads it.

    `sender` and `recipients` are normalised addresses, "" and () when the headers name none. `recipients` holds
    whom the mail was delivered or addressed to (Delivered-To, X-Original-To, To, Cc), so that
    `quitter+jeton@asso.example` can be told from `bonjour@asso.example`. `text` is the plain body (made from the HTML
    one when there is no other). `answers` is the message of ours that In-Reply-To or References names, None when it
    names none or a forged one; the sender's address may differ from `answers.address` (forwarding), and a From header
    proves nothing by itself. `is_automatic` marks holiday answers and robots (RFC 3834): never answer those.
    """

    mail: EmailMessage
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    received_at: datetime
    answers: Message | None
    is_automatic: bool


@dataclass(frozen=True)
class InboundHandler:
    """Somebody who may deal with a mail.

    `handle(mail)` returns one short French sentence, shown to editors (« noté comme réponse à l’infolettre »), when
    it dealt with the mail, or None to leave it to the next handler. It runs in a transaction together with the note
    that the mail is handled: whatever it raises undoes both, and the same mail comes again a few minutes later, from
    the row kept here. So it may write what it likes and needs no guard against being called twice. Bounces and
    complaints never reach it: the outbox deals with those itself.
    """

    name: str
    handle: Callable[[ReceivedMail], str | None]


@dataclass(frozen=True)
class DeliveryListener:
    """Somebody who wants to know what became of mail.

    `react(event)` is called once per new `DeliveryEvent`, in the transaction that records it, after the outbox has
    applied its own rules (settling, suppression). `event.message` is None when nobody knows which mail it is about.
    Whatever it raises undoes the event, which comes again.
    """

    name: str
    react: Callable[[DeliveryEvent], None]


inbound_mail: Registry[InboundHandler] = Registry()
delivery_events: Registry[DeliveryListener] = Registry()
