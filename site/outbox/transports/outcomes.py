"""What a try can lead to, and which failure means what (sending.md section 5)."""

import re
from dataclasses import dataclass, replace

from ..enums import MessageState, Phase, Reason

# Credentials, quota, service closing: refused for everybody, whoever the recipient is.
BLOCKING_CODES = {421, 454, 530, 534, 535, 538}
# Our own quota, told with a code that others use for one address: RFC 3463 X.4.5, and the words of large providers.
_QUOTA = re.compile(
    r"(?<![\d.])[45]\.4\.5(?![\d.])|\b(?:sending|submission|outbound) ?(?:limit|quota)|submissionquotaexceeded",
    re.IGNORECASE,
)
_REFUSED_AT = {
    Phase.SENDER: Reason.SENDER,
    Phase.RECIPIENT: Reason.RECIPIENT,
}


@dataclass(frozen=True)
class Outcome:
    """The end of one try. `blocking` says that any other message would meet the same end."""

    state: MessageState
    phase: Phase
    response: str
    reason: Reason | None = None
    blocking: bool = False
    remote_id: str = ""


class TransportDown(Exception):
    """The road is closed before any message took it: nothing left, no message is to blame.

    `blocking` says that waiting will not help (credentials, quota): a person has to look.
    """

    def __init__(self, response: str, *, blocking: bool = False) -> None:
        super().__init__(response)
        self.response = response
        self.blocking = blocking


def accepted(response: str, *, remote_id: str = "") -> Outcome:
    return Outcome(MessageState.ACCEPTED, Phase.REPLIED, response, remote_id=remote_id)


def refused(response: str, *, phase: Phase, reason: Reason | None = None) -> Outcome:
    return Outcome(MessageState.REFUSED, phase, response, reason or _REFUSED_AT.get(phase, Reason.CONTENT))


def to_retry(response: str, *, phase: Phase, blocking: bool = False) -> Outcome:
    reason = Reason.TRANSPORT if blocking else None
    return Outcome(MessageState.RETRY, phase, response, reason, blocking)


def uncertain(response: str, *, phase: Phase = Phase.DOT) -> Outcome:
    return Outcome(MessageState.UNCERTAIN, phase, response, Reason.REPLY_LOST)


def unbuildable(error: Exception) -> Outcome:
    return refused(f"{type(error).__name__}: {error}", phase=Phase.COMPOSE, reason=Reason.UNBUILDABLE)


def exhausted(outcome: Outcome) -> Outcome:
    """The same end, met once too often."""
    return replace(outcome, state=MessageState.REFUSED, reason=Reason.EXHAUSTED)


def from_smtp_reply(code: int, reply: str, *, phase: Phase) -> Outcome:
    """What a reply of the server means. A definite reply is never uncertain, even after the final dot; what follows
    the dot and says neither yes nor no (a line without a code) settles nothing.
    """
    response = f"{code} {reply}".strip()
    if 200 <= code < 300 and phase == Phase.REPLIED:
        return accepted(response)
    if code in BLOCKING_CODES:
        return to_retry(response, phase=phase, blocking=True)
    if 400 <= code < 600 and _is_our_quota(reply):
        return to_retry(response, phase=phase, blocking=True)
    if 500 <= code < 600:
        return refused(response, phase=phase)
    if phase == Phase.REPLIED and not 400 <= code < 500:
        return uncertain(response)
    return to_retry(response, phase=phase)


def _is_our_quota(reply: str) -> bool:
    # A mail that is too large is one mail: taken for all, it would close the road again at each try.
    return _QUOTA.search(reply) is not None and "size" not in reply.lower()


def from_lost_connection(error: Exception, *, phase: Phase) -> Outcome:
    """Before the final dot nothing can have been accepted; after it nobody knows (RFC 1047)."""
    response = f"{type(error).__name__}: {error}"
    if phase == Phase.DOT:
        return uncertain(response)
    return to_retry(response, phase=phase)
