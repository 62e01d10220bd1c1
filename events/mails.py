"""What is written to those who register: rows of the outbox, in the transaction of the fact they announce.

Each is unique by (registration, kind, revision), so that no change is told twice. Somebody added from paper may have
no address: then nothing is written.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from outbox.models import Permit
from outbox.rendering import render_mail
from outbox.services import grant_permit, revoke_permit, send_transactional

from .links import url_for
from .models import Registration

SCOPE = "registration"


def tell_received(registrations: Sequence[Registration]) -> None:
    """One form, one mail: which places are held and until when, which ranks were given, the link to confirm."""
    first = registrations[0]
    for registration in registrations:
        _permit(registration)
    _send("events/received", first, "received", registrations=registrations, resting_on_permit=len(registrations) == 1)


def tell_known(registrations: Sequence[Registration], *, day: date) -> None:
    """Somebody asked again what they had asked already: the link to manage it, once a day at most."""
    _send("events/known", registrations[0], f"known:{day:%Y%m%d}", registrations=registrations, keyed_by_revision=False)


def tell_confirmed(registrations: Sequence[Registration]) -> None:
    """Everything a participant needs: when, where, and the link to manage it (law.md L-14)."""
    for registration in registrations:
        _permit(registration)
    first = registrations[0]
    _send(
        "events/confirmed", first, "confirmed", registrations=registrations, resting_on_permit=len(registrations) == 1
    )


def tell_promoted(registration: Registration) -> None:
    """A place came free: it is theirs, or held for them until they confirm their address."""
    _send("events/promoted", registration, "promoted")


def tell_expired(registration: Registration) -> None:
    _send("events/expired", registration, "expired", resting_on_permit=False)


def tell_cancelled(registration: Registration, *, by_editor: bool) -> None:
    _send("events/cancelled", registration, "cancelled", resting_on_permit=False, by_editor=by_editor)


def tell_session_cancelled(registration: Registration) -> None:
    _send("events/session_cancelled", registration, "session-cancelled")


def stop_writing(registration: Registration, *, reason: str) -> None:
    """Withdraw the right to write about `registration`; a last mail that says so rests on none."""
    for permit in Permit.objects.standing().filter(purpose=_purpose(registration)):
        revoke_permit(permit=permit, reason=reason)


def _purpose(registration: Registration) -> str:
    return f"{SCOPE}:{registration.pk}"


def _permit(registration: Registration) -> Permit | None:
    if not registration.contact_email:
        return None
    return grant_permit(address=registration.contact_email, purpose=_purpose(registration))


def _send(
    template: str,
    registration: Registration,
    kind: str,
    *,
    registrations: Sequence[Registration] = (),
    resting_on_permit: bool = True,
    keyed_by_revision: bool = True,
    **extra: Any,
) -> None:
    if not registration.contact_email:
        return
    told = sorted(registrations or [registration], key=lambda each: (each.session.starts_at, each.pk))
    mail = render_mail(template, {**_context(registration, told), **extra})
    key = f"registration:{registration.pk}:{kind}"
    send_transactional(
        to=registration.contact_email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        dedup_key=f"{key}:{registration.revision}" if keyed_by_revision else key,
        scope=SCOPE,
        permit=_permit(registration) if resting_on_permit else None,
    )


def _context(registration: Registration, told: Sequence[Registration]) -> dict[str, Any]:
    event = registration.session.event
    return {
        "registration": registration,
        "person": registration.person,
        "event": event,
        "session": registration.session,
        "several": len(told) > 1,
        "held": [each for each in told if each.holds_a_place and each.expires_at],
        "confirmed": [each for each in told if each.holds_a_place and not each.expires_at],
        "waiting": [(each, waiting_position(each)) for each in told if each.is_waiting],
        "confirm_url": url_for(registration, "confirm"),
        "manage_url": url_for(registration, "manage"),
        "cancel_url": url_for(registration, "cancel"),
        "event_url": event.full_url or "",
    }


def waiting_position(registration: Registration) -> int:
    """1 for the first person waiting. The rank itself never moves; this does, as places come free."""
    before = registration.session.registrations.waiting().filter(rank__lt=registration.rank)
    return before.count() + 1
