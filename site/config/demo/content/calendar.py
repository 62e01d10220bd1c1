"""When things happen in the valley. Real editions keep their real dates; the valley's follow today."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from cms.dates import short_date_text

TUESDAY, THURSDAY, SATURDAY = 1, 3, 5
SEASONS = ("Hiver", "Printemps", "Été", "Automne")
# The gaps of the source: five Thursdays two by two weeks apart (S0-17), and the six dates of S4-03.
SERIES_GAPS = (0, 14, 28, 42, 56)
TRAINING_GAPS = (0, 17, 24, 52, 66, 70)


@dataclass(frozen=True)
class Calendar:
    """Every date of the demonstration, computed from one day."""

    today: dt.date

    def ago(self, days: int, *, weekday: int | None = None) -> dt.date:
        """`days` before today, then back to `weekday`."""
        day = self.today - dt.timedelta(days=days)
        return day if weekday is None else day - dt.timedelta(days=(day.weekday() - weekday) % 7)

    def ahead(self, days: int, *, weekday: int | None = None) -> dt.date:
        """`days` after today, then on to `weekday`."""
        day = self.today + dt.timedelta(days=days)
        return day if weekday is None else day + dt.timedelta(days=(weekday - day.weekday()) % 7)

    @cached_property
    def past_workshop(self) -> dt.date:
        return self.ago(165, weekday=SATURDAY)

    @cached_property
    def issue(self) -> dt.date:
        return self.ago(41, weekday=THURSDAY)

    @cached_property
    def second_issue(self) -> dt.date:
        """Its « bon à tirer » is given; it comes out of the press soon."""
        return self.ahead(4, weekday=THURSDAY)

    @cached_property
    def letters(self) -> tuple[dt.date, dt.date]:
        """The two letters that left, the older first."""
        return self.ago(62, weekday=THURSDAY), self.ago(27, weekday=THURSDAY)

    @cached_property
    def next_workshop(self) -> tuple[dt.date, dt.date]:
        """Two Saturdays, more than three months ahead as the method asks (S3-18)."""
        first = self.ahead(96, weekday=SATURDAY)
        return first, first + dt.timedelta(days=14)

    @cached_property
    def open_evening(self) -> dt.date:
        return self.ahead(18, weekday=THURSDAY)

    @cached_property
    def series(self) -> tuple[dt.date, ...]:
        first = self.ahead(52, weekday=THURSDAY)
        return tuple(first + dt.timedelta(days=gap) for gap in SERIES_GAPS)

    @cached_property
    def training(self) -> tuple[dt.date, ...]:
        """Next spring, from a Tuesday of mid-March, at the pace of the 2021 edition."""
        year = self.today.year + (self.today > dt.date(self.today.year, 1, 20))
        first = dt.date(year, 3, 13)
        first += dt.timedelta(days=(TUESDAY - first.weekday()) % 7)
        return tuple(first + dt.timedelta(days=gap) for gap in TRAINING_GAPS)

    @cached_property
    def call_deadline(self) -> dt.date:
        return self.ahead(88, weekday=THURSDAY)

    @staticmethod
    def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        """`hour` and `minute` of that day, where we live."""
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))

    @staticmethod
    def season(day: dt.date) -> str:
        """« Automne 2026 »; December belongs to the winter of the next year."""
        return f"{SEASONS[day.month % 12 // 3]} {day.year + (day.month == 12)}"

    @staticmethod
    def words(day: dt.date) -> str:
        return short_date_text(day)
