"""A notice in the words of OpenAgenda, ready to be sent."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.models import SiteIdentity

from ..enums import Modality
from ..models import OpenAgendaForm
from .asked import with_answers
from .mapping import event_body
from .notices import Notice
from .places import NOWHERE, around, location_body


@dataclass(frozen=True)
class Told:
    """An event in their words; `plain` says its state in the conditions, for an agenda without « status » (O4)."""

    body: dict[str, Any]
    plain: dict[str, Any]
    place: dict[str, Any] | None

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([self.body, self.place], sort_keys=True).encode()).hexdigest()


def in_their_words(agenda: str, notices: Iterable[Notice]) -> dict[str, Told]:
    """By identifier, with the answers that the form of `agenda` has a place for. Four queries."""
    notices = list(notices)
    form = OpenAgendaForm.objects.filter(agenda=agenda).first()
    identity = SiteIdentity.objects.filter(site__is_default_site=True).first()
    lie = around(notice.event.territory for notice in notices if notice.event.territory)
    told = {}
    for notice in notices:
        event, lies = notice.event, lie.get(notice.event.territory_id, NOWHERE)
        body, plain = (
            with_answers(
                event_body(notice, lies, with_status=with_status, identity=identity),
                form.fields if form else (),
                notice.answers,
            )
            for with_status in (True, False)
        )
        place = location_body(event, lies) if event.modality != Modality.ONLINE else None
        told[notice.identifier] = Told(body, plain, place)
    return told
