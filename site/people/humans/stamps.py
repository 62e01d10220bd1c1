"""A signed note of when a form was shown, and with which words: what is posted at once was not read by anybody."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils import timezone
from wagtail.models import Revision

from ..models import ConsentText

SALT = "people.humans.stamps"
AT_LEAST = timedelta(seconds=2)
# A tab left open over lunch is a person; a stamp copied yesterday is not.
AT_MOST = timedelta(hours=24)


@dataclass(frozen=True)
class Stamp:
    """`age` since the form was shown; `revision_id` of the words it showed, 0 when it showed none."""

    age: timedelta
    revision_id: int

    @property
    def is_fit(self) -> bool:
        return AT_LEAST <= self.age <= AT_MOST

    @property
    def revision(self) -> Revision | None:
        """The words shown, if they are still kept. One query."""
        return Revision.objects.filter(pk=self.revision_id).first() if self.revision_id else None


def make_stamp(wording: ConsentText | None = None) -> str:
    shown = wording.live_revision_id if wording else 0
    return signing.dumps([timezone.now().timestamp(), shown or 0], salt=SALT, compress=False)


def read_stamp(token: str) -> Stamp | None:
    """What the stamp says, or None for one that we did not make."""
    try:
        shown_at, revision_id = signing.loads(token, salt=SALT)
        age = timezone.now().timestamp() - float(shown_at)
        return Stamp(age=timedelta(seconds=age), revision_id=int(revision_id))
    except (signing.BadSignature, TypeError, ValueError, OverflowError):
        return None
