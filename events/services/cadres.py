"""Writing and adopting the charter of the method, one version at a time (S3-01)."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ..errors import EventsError
from ..models import Cadre


class CadreAdopted(EventsError):
    message = "Ce cadre est adopté : ses mots ne bougent plus. Écrivez-en une nouvelle version."


class CadreEmpty(EventsError):
    message = "Un cadre sans texte ne peut pas être adopté."


@transaction.atomic
def adopt(*, cadre: Cadre, on: date | None = None) -> Cadre:
    """From then on workshops may follow it, and its words are frozen. Raises CadreEmpty."""
    row = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if not row.text.strip():
        raise CadreEmpty
    row.adopted_on = row.adopted_on or on or timezone.localdate()
    row.save(update_fields=["adopted_on"])
    return row


@transaction.atomic
def new_version(*, cadre: Cadre, year: int | None = None) -> Cadre:
    """A draft that starts from the words of `cadre`: the next version of `year`, this year by default."""
    year = year or max(timezone.localdate().year, cadre.year)
    return Cadre.objects.create(year=year, number=free_number(year), introduction=cadre.introduction, text=cadre.text)


def free_number(year: int) -> int:
    return (Cadre.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1
