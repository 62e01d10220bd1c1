"""Telling people what became of their place: the mail, what it puts into their calendar, the link if it is time.

Everything here runs inside the transaction of the fact it announces (registration.md section 3, point 7).
"""

from collections.abc import Sequence
from datetime import datetime

from .. import mails
from ..enums import RegistrationState
from ..joining import link_is_due
from ..models import Registration
from .calendars import invite, withdraw


def tell_confirmed(registrations: Sequence[Registration], now: datetime) -> None:
    """One mail for all the dates of a form; those confirmed after the join link left get it at once (L-12)."""
    mails.tell_confirmed(registrations, parts=invite(registrations, now))
    for registration in registrations:
        tell_join_link_if_due(registration, now)


def tell_promoted(registration: Registration, now: datetime) -> None:
    mails.tell_promoted(registration, parts=invite([registration], now))
    tell_join_link_if_due(registration, now)


def tell_join_link_if_due(registration: Registration, now: datetime) -> bool:
    """Send the join link if its hour has come; whether it was written now, not before."""
    if registration.state != RegistrationState.CONFIRMED or not link_is_due(registration.session, now):
        return False
    return mails.tell_join_link(registration)


def tell_cancelled(registration: Registration, now: datetime, *, by_editor: bool) -> None:
    mails.tell_cancelled(registration, by_editor=by_editor, parts=withdraw(registration, now))


def tell_session_cancelled(registration: Registration, now: datetime) -> None:
    registration.revision += 1
    registration.save(update_fields=["revision"])
    mails.tell_session_cancelled(registration, parts=withdraw(registration, now))


def tell_changed(registration: Registration, now: datetime) -> None:
    """The date, the hour or the place moved: a mail, and a newer version in the calendar of those who have a place."""
    registration.revision += 1
    registration.save(update_fields=["revision"])
    mails.tell_changed(registration, parts=invite([registration], now))
