"""What is written to those who register: rows of the outbox, in the transaction of the fact they announce.

Each is unique by (registration, kind, revision), so that no change is told twice. Somebody added from paper may have
no address: then nothing is written.
"""

from collections.abc import Sequence
from datetime import date
from types import EllipsisType
from typing import Any

from outbox.models import Message, Permit
from outbox.parts import Part
from outbox.rendering import render_mail
from outbox.sender import Sender
from outbox.services import erase_messages_keyed, grant_permit, revoke_permit, send_transactional

from .links import address_url, contact_url, url_for
from .models import EventPage, HomeTask, Registration, SeriesPage, VideoWorkshopPage

SCOPE = "registration"


def tell_received(registrations: Sequence[Registration], *, sender: Sender) -> None:
    """One form, one mail: which places are held and until when, which ranks were given, the link to confirm.

    `sender` was read before the lock, which this mail is written under.
    """
    permit = _permits(registrations)
    _send("events/received", registrations[0], "received", permit=permit, told=registrations, new=True, sender=sender)


def ask_new_address(registration: Registration, *, address: str, key: str) -> bool:
    """To an address that somebody says is theirs: a link, and nothing about the registration but its event."""
    url = address_url(registration, address)
    return _send("events/new_address", registration, "", to=address, permit=None, key=key, address_url=url)


def tell_address_left(registrations: Sequence[Registration]) -> None:
    _send("events/address_left", registrations[0], "address-left", permit=None)


def tell_address_moved(registrations: Sequence[Registration], *, parts: Sequence[Part] = ()) -> None:
    """The dates and their new links, for those mailed before are dead."""
    permit = _permits(registrations)
    _send("events/address_moved", registrations[0], "address-moved", permit=permit, told=registrations, parts=parts)


def tell_known(registrations: Sequence[Registration], *, day: date) -> None:
    """Somebody asked again what they had asked already: the link to manage it, once a day at most."""
    key = f"registration:{registrations[0].pk}:known:{day:%Y%m%d}"
    _send("events/known", registrations[0], "known", told=registrations, key=key)


def tell_standing(registrations: Sequence[Registration], *, without: Registration, parts: Sequence[Part]) -> None:
    """Where a form stands, in place of a mail about several dates or people that waits and still names `without`."""
    key = f"registration:{registrations[0].pk}:standing:{registrations[0].revision}:{without.pk}"
    permit = _permits(registrations)
    _send("events/standing", registrations[0], "", permit=permit, told=registrations, key=key, parts=parts)


def tell_confirmed(registrations: Sequence[Registration], *, parts: Sequence[Part] = ()) -> None:
    """Everything a participant needs: when, where, the link to manage it (law.md L-14), and `parts` for calendars."""
    permit = _permits(registrations)
    _send("events/confirmed", registrations[0], "confirmed", permit=permit, told=registrations, parts=parts)


def tell_promoted(registration: Registration, *, parts: Sequence[Part] = ()) -> None:
    """A place came free: it is theirs, or held for them until they confirm their address."""
    _send("events/promoted", registration, "promoted", parts=parts)


def tell_expired(registration: Registration) -> None:
    _send("events/expired", registration, "expired", permit=None)


def tell_cancelled(registration: Registration, *, by_editor: bool, parts: Sequence[Part] = ()) -> None:
    _send("events/cancelled", registration, "cancelled", permit=None, by_editor=by_editor, parts=parts)


def tell_session_cancelled(registration: Registration, *, parts: Sequence[Part] = ()) -> None:
    url = _other_dates(registration.session.event)
    _send("events/session_cancelled", registration, "session-cancelled", parts=parts, dates_url=url)


def tell_changed(registration: Registration, *, parts: Sequence[Part] = ()) -> None:
    """The date, the hour or the place is no longer the one that was announced."""
    _send("events/changed", registration, "changed", parts=parts)


def tell_guardian(registrations: Sequence[Registration], *, key: str) -> None:
    """To who answers for a minor: what was asked with their address and how to object. No link of anybody's own."""
    first = registrations[0]
    sessions = sorted((row.session for row in registrations), key=lambda session: session.starts_at)
    url = contact_url(first.session.event)
    to = first.guardian_email
    _send("events/guardian", first, "", to=to, permit=None, key=key, sessions=sessions, contact_url=url)


def guardian_keys(registration: Registration) -> str:
    """What the key of every mail to a guardian of `registration` starts with."""
    return f"registration:{registration.pk}:guardian:"


def forget_guardian_mails(registration: Registration) -> None:
    """They name a minor, at an address that is not theirs."""
    erase_messages_keyed(prefix=guardian_keys(registration))


def reminder_key(registration: Registration) -> str:
    """One reminder for each date the session was ever announced at: moved, it is recalled again."""
    return f"registration:{registration.pk}:reminder:{registration.session.local_date:%Y%m%d}"


def join_key(registration: Registration) -> str:
    return f"registration:{registration.pk}:join:{registration.session.local_date:%Y%m%d}"


def thanks_key(registration: Registration) -> str:
    return f"registration:{registration.pk}:thanks"


def tell_reminder(registration: Registration) -> bool:
    return _send("events/reminder", registration, "reminder", key=reminder_key(registration))


def tell_join_link(registration: Registration) -> bool:
    """The gated address, the day before or at once for those confirmed later (S0-25). Whether it was written now."""
    url = url_for(registration, "join")
    return _send("events/join_link", registration, "join", key=join_key(registration), join_url=url)


def tell_thanks(registration: Registration, **extra: Any) -> bool:
    """After the last date: thanks, materials, the questionnaire (`extra`: see `services.followups`)."""
    return _send("events/thanks", registration, "thanks", key=thanks_key(registration), **extra)


def tell_task(registration: Registration, *, task: HomeTask) -> bool:
    """What is to be tried before the next session (S4-09). Whether it was written now."""
    key = f"task:{task.pk}:{registration.person_id}:{task.session.local_date:%Y%m%d}"
    return _send("events/task", registration, "task", key=key, task=task, learn_url=url_for(registration, "learn"))


def tell_catch_up(registration: Registration, **extra: Any) -> bool:
    """To somebody who could not come: what the workshop produced (S3-26). Whether it was written now."""
    key = f"workshop:{registration.session.event_id}:catch-up:{registration.person_id}"
    return _send("events/catch_up", registration, "catch-up", key=key, resting_on_permit=False, **extra)


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


def _permits(registrations: Sequence[Registration]) -> Permit | None:
    """One for each; the mail rests on it when it is about one only."""
    permits = [_permit(registration) for registration in registrations]
    return permits[0] if len(permits) == 1 else None


def _send(
    template: str,
    registration: Registration,
    kind: str,
    *,
    permit: Permit | EllipsisType | None = ...,
    told: Sequence[Registration] = (),
    to: str = "",
    key: str = "",
    new: bool = False,
    parts: Sequence[Part] = (),
    **extra: Any,
) -> bool:
    """Write the mail unless it was, keyed by revision or by `key`. Whether it was written now.

    It rests on the permit of `registration`, unless another one or none is given; `new` says that no mail can have
    this key yet.
    """
    key = key or f"registration:{registration.pk}:{kind}:{registration.revision}"
    to = to or registration.contact_email
    if not to or (not new and Message.objects.filter(dedup_key=key).exists()):
        return False
    told = sorted(told or [registration], key=lambda each: (each.session.starts_at, each.pk))
    mail = render_mail(template, {**_context(registration, told), **extra})
    send_transactional(
        to=to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        dedup_key=key,
        scope=SCOPE,
        permit=_permit(registration) if permit is ... else permit,
        parts=parts,
        is_first=new,
    )
    return True


def _context(registration: Registration, told: Sequence[Registration]) -> dict[str, Any]:
    event = registration.session.event
    return {
        "registration": registration,
        "person": registration.person,
        "event": event,
        "session": registration.session,
        "several": len({each.session_id for each in told}) > 1,
        "held": [each for each in told if each.holds_a_place and each.expires_at],
        "confirmed": [each for each in told if each.holds_a_place and not each.expires_at],
        "waiting": [(each, waiting_position(each)) for each in told if each.is_waiting],
        "confirm_url": url_for(registration, "confirm"),
        "manage_url": url_for(registration, "manage"),
        "cancel_url": url_for(registration, "cancel"),
        "event_url": event.full_url or "",
    }


def _other_dates(event: EventPage) -> str:
    """Where other dates stand: a date of a series is alone on its page."""
    series = SeriesPage.objects.parent_of(event).live().first() if event.specific_class is VideoWorkshopPage else None
    return (series or event).full_url or ""


def waiting_position(registration: Registration) -> int:
    """1 for the first person waiting. The rank itself never moves; this does, as places come free."""
    before = registration.session.registrations.waiting().filter(rank__lt=registration.rank)
    return before.count() + 1
