"""A workshop ends once each of its three results exists, or is said to have no object (S3-17, S3-26)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.models import User

from .. import mails
from ..enums import RegistrationState
from ..errors import EventsError
from ..given_back import restitution_url
from ..models import Attendance, Contact, DiagnosisItem, Registration, Restitution, Seed, WorkshopPage
from ..selectors import dates_of

# What is written in the form; the rest of the row is what happened.
WORDS = ("summary", "no_contacts", "no_diagnosis", "no_seeds")


class NotYet(EventsError):
    """The workshop cannot be given back, or closed, as it is."""


@dataclass(frozen=True)
class Result:
    """One of the three results: how many there are, or why it has no object. `field` holds the reason."""

    field: str
    label: str
    number: int
    reason: str

    @property
    def stands(self) -> bool:
        return bool(self.number or self.reason)


def results_of(workshop: WorkshopPage) -> list[Result]:
    """Four queries."""
    kept = Restitution.objects.filter(workshop=workshop).first() or Restitution(workshop=workshop)
    counted = (
        ("no_contacts", "carnet d’adresses", Contact.objects.filter(workshop=workshop).shown().count()),
        ("no_diagnosis", "état des lieux", DiagnosisItem.objects.on_board().filter(workshop=workshop).count()),
        ("no_seeds", "graines de projet", Seed.objects.filter(workshop=workshop).count()),
    )
    return [Result(field, label, number, getattr(kept, field)) for field, label, number in counted]


@transaction.atomic
def publish_restitution(*, workshop: WorkshopPage, restitution: Restitution) -> Restitution:
    """Save and show the page. Raises NotYet before the workshop took place, while it says nothing, or when a closed
    workshop would lose the reason why a result has no object."""
    if not dates_of(workshop).is_over:
        raise NotYet("L’atelier n’a pas encore eu lieu : sa restitution se publie après.")
    if not restitution.summary.strip():
        raise NotYet("Écrivez d’abord, en quelques phrases, ce que cet atelier a produit.")
    # Only its words: somebody else may have closed the workshop since this form was opened.
    words = {name: getattr(restitution, name) for name in WORDS}
    kept, _made = Restitution.objects.update_or_create(workshop=workshop, defaults=words)
    if kept.published_at is None:
        kept.published_at = timezone.now()
        kept.save(update_fields=["published_at"])
    if kept.closed_at:
        _refuse_what_is_missing(workshop)
    return kept


@transaction.atomic
def close_workshop(*, workshop: WorkshopPage, by: User) -> Restitution:
    """The workshop is complete. Closing twice changes nothing. Raises NotYet, which says what is missing."""
    kept = Restitution.objects.select_for_update().filter(workshop=workshop).first()
    if kept is None or kept.published_at is None:
        raise NotYet("Publiez d’abord la restitution.")
    _refuse_what_is_missing(workshop)
    if kept.closed_at is None:
        kept.closed_at, kept.closed_by = timezone.now(), by
        kept.save(update_fields=["closed_at", "closed_by"])
    return kept


def _refuse_what_is_missing(workshop: WorkshopPage) -> None:
    missing = [result.label for result in results_of(workshop) if not result.stands]
    if missing:
        raise NotYet(
            f"Il manque encore : {', '.join(missing)}. Chaque résultat existe, ou est déclaré sans objet avec un motif."
        )


def excused_from(workshop: WorkshopPage) -> list[Registration]:
    """Those who gave their place back, or were noted absent: one registration for each address and person."""
    rows = Registration.objects.filter(session__event=workshop.pk).exclude(contact_email="")
    noted = Attendance.objects.filter(registration__session__event=workshop.pk)
    came = noted.present().values("registration__person")
    cancelled = rows.filter(state=RegistrationState.CANCELLED)
    absent = rows.confirmed() if noted.exists() else rows.none()
    found: dict[int, Registration] = {}
    for row in (cancelled | absent).exclude(person__in=came).select_related("person", "session__event").order_by("pk"):
        found.setdefault(row.person_id, row)
    if not noted.exists():
        kept = set(rows.confirmed().values_list("person", flat=True))
        return [row for person, row in found.items() if person not in kept]
    return list(found.values())


@transaction.atomic
def catch_up(*, workshop: WorkshopPage) -> int:
    """One mail, once, to each person excused: what came out, and how to join. Raises NotYet. Returns how many."""
    kept = Restitution.objects.select_for_update().filter(workshop=workshop).exclude(published_at=None).first()
    if kept is None:
        raise NotYet("Publiez d’abord la restitution : le courriel y mène.")
    written = sum(
        mails.tell_catch_up(row, restitution=kept, restitution_url=restitution_url(workshop))
        for row in excused_from(workshop)
    )
    if kept.caught_up_at is None:
        kept.caught_up_at = timezone.now()
        kept.save(update_fields=["caught_up_at"])
    return written
