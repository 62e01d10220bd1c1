"""An address typed as it is written on an envelope, read back as its parts (J2, I18, O6)."""

import re
from dataclasses import dataclass

# The line of the town: five digits, then its name; « CEDEX » is not part of it.
_TOWN = re.compile(r"^(?P<postcode>\d{5})\s+(?P<town>.+?)(?:\s+cedex(?:\s+\d+)?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class PostalAddress:
    """`street` on one line; `postcode` and `town` empty when no line looks like « 05100 Briançon »."""

    street: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def one_line(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.town}".strip()) if part)


def read_address(text: str) -> PostalAddress:
    """The parts of `text`. Without a postcode the last of several lines is the town."""
    lines = [line.strip(" ,") for line in text.splitlines() if line.strip(" ,")]
    for number, line in enumerate(lines):
        if found := _TOWN.match(line):
            others = [other for place, other in enumerate(lines) if place != number]
            return PostalAddress(", ".join(others), found["postcode"], found["town"])
    if len(lines) > 1:
        return PostalAddress(", ".join(lines[:-1]), "", lines[-1])
    return PostalAddress(", ".join(lines))
