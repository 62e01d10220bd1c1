"""What a transport is given for a message. A letter's content is read once and compiled once, not once per person."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.mail import EmailMultiAlternatives

from .compiled import Compiled, compilable, compile_content
from .composition import compose
from .models import Content, Message
from .sender import Sender
from .transports.smtp import Wire, wire_of

KEPT = 48
Kept = TypeVar("Kept")


class _Shelf(OrderedDict[Hashable, Kept]):
    """The last things made: the variants of a letter are sent mixed, and workers live long."""

    def get_or_make(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        if key not in self:
            self[key] = make()
            while len(self) > KEPT:
                self.popitem(last=False)
        return self[key]


class Loader:
    """Makes bytes for a transport that takes them, and mails of Django for the others."""

    def __init__(self, *, takes_bytes: bool) -> None:
        self.takes_bytes = takes_bytes
        self._contents: _Shelf[Content] = _Shelf()
        self._compiled: _Shelf[Compiled] = _Shelf()

    def load(self, message: Message, *, sender: Sender, departure: int = 1) -> EmailMultiAlternatives | Wire:
        """The mail of `message`, that leaves for the `departure`-th time. Raises whatever a row that cannot be composed
        deserves; nothing has left then.
        """
        message.content = self._contents.get_or_make(
            message.content_id, lambda: Content.objects.get(pk=message.content_id)
        )
        if not self.takes_bytes:
            mail = compose(message, sender=sender, invitations_inline=False)
            mail.departure = departure  # type: ignore[attr-defined]
            return mail
        if not compilable(message):
            return wire_of(compose(message, sender=sender))
        key = (message.content_id, message.mailing_id, message.scope, frozenset(message.values), sender)
        compiled = self._compiled.get_or_make(key, lambda: compile_content(message, sender=sender))
        return Wire(compiled.envelope_sender, message.address, compiled.fill(message))
