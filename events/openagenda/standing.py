"""How a page stands before OpenAgenda, for its editor: what keeps it here, what the agenda asks besides, what was said.

Nothing here asks anything of their servers: what the clock last read is kept (O9).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..enums import OpenAgendaDates
from ..models import EventPage, OpenAgendaForm, OpenAgendaPush, OpenAgendaWish, SeriesPage
from ..selectors import Registrable
from .asked import AskedField, asked_fields, missing, said_of
from .mapping import PictureKept, picture_kept
from .notices import Hindrance, Notice, chosen, notices_as_edited, series_told_whole
from .telling import in_their_words


@dataclass(frozen=True)
class Standing:
    """`fields` are those of the agenda that apply; `lacking` the compulsory ones that nobody filled.

    `is_told_by_its_dates` for a series whose dates go one by one: all but that choice is said of each of them.
    """

    agenda: OpenAgendaForm
    dates: OpenAgendaDates
    answers: Mapping[str, Any]
    hindrances: list[Hindrance]
    picture: PictureKept | None
    fields: list[AskedField]
    lacking: list[AskedField]
    pushes: list[OpenAgendaPush] = field(default_factory=list)
    series: SeriesPage | None = None
    is_told_by_its_dates: bool = False

    @property
    def agenda_name(self) -> str:
        return f"L’agenda « {self.agenda.title} »" if self.agenda.title else f"L’agenda {self.agenda.agenda}"

    @property
    def series_title(self) -> str:
        return f"« {self.series.title} »" if self.series else ""

    @property
    def to_fill(self) -> list[AskedField]:
        """What its screen asks: compulsory fields first."""
        return sorted((each for each in self.fields if each.can_be_filled), key=lambda each: not each.is_required)

    @property
    def lacking_here(self) -> list[AskedField]:
        return [each for each in self.lacking if each.can_be_filled]

    @property
    def lacking_on_page(self) -> list[AskedField]:
        return [each for each in self.lacking if not each.can_be_filled and not each.is_own]

    @property
    def lacking_there(self) -> list[AskedField]:
        """A file, or something we do not know how to ask."""
        return [each for each in self.lacking if not each.can_be_filled and each.is_own]

    @property
    def removed(self) -> list[OpenAgendaPush]:
        return [push for push in self.pushes if push.removed_there_at]


def standing_of(page: Registrable, agenda: str, now: datetime) -> Standing:
    """`page` as it is edited, draft or not."""
    form = OpenAgendaForm.objects.filter(agenda=agenda).first() or OpenAgendaForm(agenda=agenda)
    wish = OpenAgendaWish.objects.filter(page=page.pk).first()
    notices = notices_as_edited(page, wish, now)
    said = _said(agenda, notices, page)
    answers = wish.answers if wish else {}
    fields = asked_fields(form.fields, {**answers, **said}) if said else []
    return Standing(
        agenda=form,
        dates=chosen(page, wish),
        answers=answers,
        hindrances=list(dict.fromkeys(found for notice in notices for found in notice.hindrances)),
        picture=picture_kept(page.listing_image),
        fields=fields,
        lacking=missing(fields, {**answers, **said}),
        pushes=list(OpenAgendaPush.objects.filter(page=page.pk).order_by("pk")),
        series=series_told_whole(page) if isinstance(page, EventPage) else None,
        is_told_by_its_dates=isinstance(page, SeriesPage) and chosen(page, wish) == OpenAgendaDates.APART,
    )


def _said(agenda: str, notices: list[Notice], page: Registrable) -> dict[str, Any]:
    """What would be sent; of an event without dates, all but its dates; of a series without any, nothing.

    Where one does not go, no place is missing.
    """
    if not notices and isinstance(page, EventPage):
        notices = [Notice(str(page.translation_key), page, page, [])]
    for notice in notices:
        told = in_their_words(agenda, [notice])[notice.identifier]
        return {**said_of(told.body), "location": told.place or "online"}
    return {}
