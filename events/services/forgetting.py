"""How long registrations are kept, and what is left of them afterwards (law.md G-07 to G-11)."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.registries import personal_data
from people.addresses import normalise_email
from people.models import Person

from .. import mails
from ..enums import ContactState, RegistrationState
from ..models import Answer, Contact, DiagnosisItem, Membership, Registration, Wish
from .answers import delete_answers
from .locking import LockedSessions, under_lock
from .places import refresh, release

# After the end of the session.
MESSAGE_KEPT = timedelta(days=7)
WAITING_KEPT = timedelta(days=30)
REGISTRATION_KEPT = timedelta(days=365)
FREE_WORDS = ("contact_email", "guardian_email", "organisation_name", "message", "brings")


def registrations_of(email: str) -> QuerySet[Registration]:
    """Those asked from `email`, whoever they are for, and those of a person known by it."""
    address = normalised(email)
    if not address:
        return Registration.objects.none()
    return Registration.objects.filter(Q(contact_email=address) | Q(person__email=address))


def people_at(email: str) -> QuerySet[Person]:
    """Those known by `email`; nobody when it is empty, though many have no address."""
    address = normalised(email)
    return Person.objects.with_email(address) if address else Person.objects.none()


def answered_for_by(email: str) -> QuerySet[Registration]:
    """Those of minors whom somebody at `email` answers for, whoever asked."""
    address = normalised(email)
    rows = Registration.objects.filter(guardian_email=address)
    return rows if address else rows.none()


def erase_registrations(email: str) -> int:
    """Forget `email` as a registrant and as a guardian. Returns rows touched."""
    return _erase_as_registrant(email) + answered_for_by(email).update(guardian_email="")


def _erase_as_registrant(email: str) -> int:
    """Places to come are given back at once, counts stay."""
    now = timezone.now()
    rows = list(registrations_of(email))

    def work(locked: LockedSessions) -> int:
        for row in registrations_of(email).select_related("person").order_by("pk"):
            session = locked.get(row.session_id)
            if session is None:
                continue
            row.session = session
            if row.is_active and not session.has_started(now):
                release(session, row, RegistrationState.CANCELLED, now)
                mails.stop_writing(row, reason="données effacées à la demande de la personne")
            mails.forget_guardian_mails(row)
            forget(row)
        for session in locked.values():
            refresh(session, now)
        return len(rows)

    return under_lock([row.session_id for row in rows], work) if rows else 0


def erase_address(email: str) -> int:
    """What every app holds about `email`, each by its own rule. Returns rows touched. Raises TooBusy."""
    return sum(treatment.erase(email) for treatment in personal_data) if normalised(email) else 0


def forget(registration: Registration) -> None:
    """Leave of `registration` only what is counted: session, state, rank, dates."""
    for name in FREE_WORDS:
        setattr(registration, name, "")
    registration.identity_key = uuid4().hex
    registration.consent = None
    registration.save(update_fields=[*FREE_WORDS, "identity_key", "consent"])
    registration.wishes.all().delete()
    registration.needs.all().delete()
    delete_answers(Answer.objects.filter(registration=registration))


def purge_registrations(now: datetime) -> int:
    """Apply the periods of law.md G-07: messages 7 days, waiting list 30 days, the rest 12 months after the session.

    Returns how many rows were emptied. Names live on Person, which `people` purges once nothing refers to them.
    """
    over = Registration.objects.exclude(**dict.fromkeys(FREE_WORDS, ""))
    words = over.exclude(message="", brings="").filter(session__ends_at__lt=now - MESSAGE_KEPT)
    messages = words.update(message="", brings="")
    never_admitted = over.filter(
        state__in=[RegistrationState.WAITING, RegistrationState.EXPIRED],
        session__ends_at__lt=now - WAITING_KEPT,
    )
    old = over.filter(session__ends_at__lt=now - REGISTRATION_KEPT)
    emptied = list((never_admitted | old).order_by("pk"))
    for registration in emptied:
        forget(registration)
    return messages + len(emptied)


def organisation_cards_of(email: str) -> QuerySet[Contact]:
    """Cards of organisations reached at `email`, which may be somebody's own."""
    address = normalised(email)
    cards = Contact.objects.filter(person=None, email__iexact=address)
    return cards if address else cards.none()


def erase_contacts(email: str) -> int:
    """Their cards go; the address leaves the card of an organisation, and a card that waits for their yes goes."""
    gone = Contact.objects.filter(person__in=people_at(email)).delete()[0]
    unanswered = organisation_cards_of(email).filter(state=ContactState.PROPOSED).delete()[0]
    return gone + unanswered + organisation_cards_of(email).update(email="")


def erase_diagnosis(email: str) -> int:
    """What was said belongs to the workshop; who said it is forgotten."""
    return DiagnosisItem.objects.filter(author__in=people_at(email)).update(author=None, quote_consent=None)


def erase_wishes(email: str) -> int:
    return Wish.objects.filter(registration__in=registrations_of(email)).delete()[0]


def erase_memberships(email: str) -> int:
    """The seed stays; nobody remembers who this was. Without them somebody else may take the lead."""
    return Membership.objects.filter(person__in=people_at(email)).delete()[0]


def normalised(email: str) -> str:
    """The address as it is stored, even one nobody could write to."""
    try:
        return normalise_email(email)
    except ValueError:
        return email.strip().lower()
