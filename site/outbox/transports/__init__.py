"""The roads out. `OUTBOX_TRANSPORT` is an SMTP URL or the dotted path of a mail backend, anymail's for
instance.
"""

from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .backend import BackendTransport
from .outcomes import Outcome, TransportDown
from .smtp import REPLY_TIMEOUT, SmtpTransport


class Transport(Protocol):
    invitations_inline: bool

    def open(self) -> None: ...

    def send(self, mail: EmailMultiAlternatives) -> Outcome: ...

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
