"""The people of each group as bars, drawn here: no script, no other host, and the table beside says the same."""

from dataclasses import dataclass

from .figures import Group, Report

LABEL_WIDTH, BAR_WIDTH, LINE = 220, 360, 34
TOP = 8
LABEL_LENGTH = 30


@dataclass(frozen=True)
class Bar:
    """One group: where its line stands, how long its bar is (0 when it is hidden), and its words."""

    label: str
    y: int
    width: float
    words: str
    is_hidden: bool


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]

    @property
    def height(self) -> int:
        return TOP * 2 + LINE * len(self.bars)

    @property
    def width(self) -> int:
        return LABEL_WIDTH + BAR_WIDTH + 110

    label_width = LABEL_WIDTH
    bar_height = LINE - 12


def chart_of(report: Report) -> Chart | None:
    """None when nothing can be drawn. The scale is set by groups that are shown: it betrays no hidden one."""
    longest = max((len(group.people) for group in report.groups if not group.is_hidden), default=0)
    if not longest:
        return None
    return Chart([_bar(group, rank, longest) for rank, group in enumerate(report.groups)])


def _bar(group: Group, rank: int, longest: int) -> Bar:
    width = 0.0 if group.is_hidden else round(BAR_WIDTH * len(group.people) / longest, 1)
    words = "non montré" if group.is_hidden else str(len(group.people))
    label = group.label if len(group.label) <= LABEL_LENGTH else f"{group.label[: LABEL_LENGTH - 1]}…"
    return Bar(label, TOP + LINE * rank, width, words, group.is_hidden)
