"""The roads out. `OUTBOX_TRANSPORT` is an SMTP URL or the dotted path of a mail backend, anymail's for
instance.
"""

from datetime import timedelta
from typing import Any, Protocol

from django.conf import settings

from .backend import BackendTransport
from .conversation import REPLY_TIMEOUT
from .outcomes import Outcome, TransportDown
from .smtp import SmtpTransport


class Transport(Protocol):
    # Whether `send` is given the bytes of the mail, or a mail of Django for a provider to take apart.
    takes_bytes: bool

    @property
    def key_life(self) -> timedelta | None: ...

    def open(self) -> None: ...

    def send(self, mail: Any) -> Outcome: ...

    def close(self) -> None: ...


def configured_transport() -> Transport:
    """The transport of the settings. Raises ImproperlyConfigured on a URL nobody could use."""
    where = settings.OUTBOX_TRANSPORT
    if "://" in where:
        timeout = float(settings.EMAIL_TIMEOUT or 60)
        reply_timeout = float(getattr(settings, "OUTBOX_REPLY_TIMEOUT", REPLY_TIMEOUT))
        return SmtpTransport(where, timeout=timeout, reply_timeout=reply_timeout)
    return BackendTransport(where)


__all__ = ["Outcome", "Transport", "TransportDown", "configured_transport"]
