"""Who may write their own sheet: asking for the link, knowing whose it is, being forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.addresses import normalise_email
from people.humans.limits import count_use, network_of

from ..errors import TooManyLinks
from ..links import read_space_token
from ..mails import send_link
from ..models import Holder
from .held_pictures import forget_picture

MOST_AN_HOUR = 30
ONE_MAIL_EVERY = timedelta(minutes=5)
KEPT_IF_SILENT = timedelta(days=7)
KEPT_AFTER_WRITING = timedelta(days=3 * 365)


@transaction.atomic
def ask_for_link(*, email: str, ip: str, now: datetime | None = None) -> None:
    """Mail the link of its space to `email`, known or not: one answer for all (law.md C-08). Raises TooManyLinks."""
    now = now or timezone.now()
    if count_use("holder-ip", network_of(ip), within=timedelta(hours=1)) > MOST_AN_HOUR:
        raise TooManyLinks
    holder, _made = Holder.objects.select_for_update().get_or_create(
        email=normalise_email(email), defaults={"asked_at": now}
    )
    if holder.mailed_at and holder.mailed_at > now - ONE_MAIL_EVERY:
        return
    holder.asked_at = holder.mailed_at = now
    holder.save(update_fields=["asked_at", "mailed_at"])
    send_link(holder)


def holder_of(token: str) -> Holder | None:
    """Whose link this is; None once they were forgotten. Raises LinkInvalid or LinkExpired."""
    return Holder.objects.filter(uuid=read_space_token(token)).first()


def forget_holders(now: datetime) -> int:
    """Forget addresses that wrote nothing, or nothing for three years; what they published stays. Returns how many."""
    silent = Holder.objects.filter(written_at=None, asked_at__lt=now - KEPT_IF_SILENT)
    old = Holder.objects.filter(written_at__lt=now - KEPT_AFTER_WRITING, asked_at__lt=now - KEPT_AFTER_WRITING)
    count = silent.count() + old.count()
    silent.delete()
    old.delete()
    return count


@transaction.atomic
def erase_holder(email: str) -> int:
    """Forget `email` and what it wrote that nobody ever read; what was published stays, nobody's. Returns the rows."""
    try:
        holder = Holder.objects.filter(email=normalise_email(email)).first()
    except ValueError:
        return 0
    if holder is None:
        return 0
    unread = []
    for held in holder.pages.select_related("page", "picture"):
        if held.page.first_published_at is None:
            unread.append(held.page)
        else:
            forget_picture(held)
    for page in unread:
        page.delete()
    return len(unread) + holder.delete()[0]
