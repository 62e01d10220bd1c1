"""Any Django mail backend by its dotted path, django-anymail's first: one recipient a call (sending.md
section 7).
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from anymail import exceptions as anymail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from ..enums import MessageState, Phase, Reason
from .outcomes import Outcome, TransportDown, accepted, refused, to_retry, unbuildable, uncertain

# The request was never made, or never reached the provider.
_NOT_REACHED = (
    ConnectionRefusedError,
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.SSLError,
)
_NOT_BUILT = (
    anymail.AnymailUnsupportedFeature,
    anymail.AnymailSerializationError,
    anymail.AnymailInvalidAddress,
    anymail.AnymailCancelSend,
)
_REJECTED_STATUSES = {"invalid", "rejected", "failed"}


@dataclass(frozen=True)
class Keyed:
    """A provider that sends nothing twice under the same key: the header that carries it, and how long it remembers."""

    header: str
    life: timedelta


# Those that anymail reaches (sending.md section 7).
KEYED = {"anymail.backends.brevo.EmailBackend": Keyed("idempotencyKey", timedelta(minutes=30))}


class BackendTransport:
    """Hands messages to a backend one by one, so that a doubt is never about more than one person."""

    takes_bytes = False

    def __init__(self, path: str) -> None:
        self.path = path
        self._keyed = KEYED.get(path)
        self._connection: Any = None

    @property
    def key_life(self) -> timedelta | None:
        """For how long the same mail may be handed over again without leaving twice; None: never."""
        return self._keyed.life if self._keyed else None

    def open(self) -> None:
        """Raises TransportDown: a wrong setting is for a person to mend, anything else may pass."""
        if self._connection is not None:
            return
        try:
            connection = get_connection(self.path, fail_silently=False)
            connection.open()
        except (ImproperlyConfigured, ImportError) as error:
            raise TransportDown(f"{type(error).__name__}: {error}", blocking=True) from error
        except OSError as error:
            raise TransportDown(f"{type(error).__name__}: {error}") from error
        self._connection = connection

    def send(self, mail: EmailMultiAlternatives) -> Outcome:
        """Hand over `mail`. An exception does not mean that nothing left: in doubt the outcome is
        uncertain.
        """
        message_id = mail.extra_headers["Message-ID"]
        mail.metadata = {"message_id": message_id.strip("<>")}  # type: ignore[attr-defined]
        try:
            mail.message()
        except Exception as error:  # whatever the builder dislikes, nothing was on the wire
            return unbuildable(error)
        if self._keyed:
            mail.extra_headers[self._keyed.header] = _key(message_id, mail)
        outcome = self._hand_over(mail)
        if self._keyed and outcome.state == MessageState.UNCERTAIN:
            # The key is seconds old. Any answer but a yes proves nothing.
            again = self._hand_over(mail)
            return again if again.state == MessageState.ACCEPTED else outcome
        return outcome

    def _hand_over(self, mail: EmailMultiAlternatives) -> Outcome:
        try:
            self.open()
            self._connection.send_messages([mail])
        except TransportDown as down:
            return to_retry(down.response, phase=Phase.CONNECT, blocking=down.blocking)
        except Exception as error:
            self.close()
            return from_exception(error)
        return _from_status(getattr(mail, "anymail_status", None))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _key(message_id: str, mail: EmailMultiAlternatives) -> str:
    """Another key at each departure, since what a person decided to send again must leave; the same for whoever asks
    about that departure later, when the process that made it is dead.
    """
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{message_id}:{getattr(mail, 'departure', 1)}"))


def _from_status(status: Any) -> Outcome:
    if status is None:
        return accepted("pris en charge par le serveur d’envoi")
    remote_id = status.message_id if isinstance(status.message_id, str) else ""
    said = ", ".join(sorted(str(one) for one in status.status or []))
    if status.status and status.status <= _REJECTED_STATUSES:
        return refused(said, phase=Phase.REPLIED, reason=Reason.RECIPIENT)
    return accepted(said or "pris en charge par le prestataire", remote_id=remote_id[:200])


def from_exception(error: Exception) -> Outcome:
    """Classify what a backend raised (table of sending.md section 5, column HTTP)."""
    response = f"{type(error).__name__}: {error}"
    if isinstance(error, _NOT_BUILT):
        return unbuildable(error)
    if isinstance(error, anymail.AnymailRecipientsRefused):
        return refused(response, phase=Phase.REPLIED, reason=Reason.RECIPIENT)
    if isinstance(error, ImproperlyConfigured | anymail.AnymailConfigurationError):
        return to_retry(response, phase=Phase.AUTH, blocking=True)
    status = getattr(error, "status_code", None)
    if isinstance(error, anymail.AnymailAPIError) and status is not None:
        return _from_http_status(status, response)
    if _never_reached(error):
        return to_retry(response, phase=Phase.CONNECT)
    return uncertain(response)


def _from_http_status(status: int, response: str) -> Outcome:
    if status in (401, 402, 403, 404):  # 404: an account, a domain or an address of the API that does not exist
        return to_retry(response, phase=Phase.AUTH, blocking=True)
    if status in (408, 429):
        return to_retry(response, phase=Phase.CONNECT)
    if 400 <= status < 500:
        return refused(response, phase=Phase.REPLIED)
    return uncertain(response)


def _never_reached(error: BaseException | None) -> bool:
    """Whether the chain of causes says that no connection was made: the one failure that proves nothing
    left.
    """
    while error is not None:
        if isinstance(error, _NOT_REACHED):
            return True
        if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
            return True
        error = error.__cause__ or error.__context__
    return False
