"""What travels beside the text: a calendar file, a PDF."""

import base64
import re
from dataclasses import dataclass

_CONTENT_TYPE = re.compile(r"^[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z0-9-]+=\"?[\w.+-]+\"?)*$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A file joined to one message. `content_type` may carry parameters: `text/calendar; method=REQUEST`."""

    filename: str
    content_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not _CONTENT_TYPE.match(self.content_type) or re.search(r"[\r\n\"]", self.filename):
            raise ValueError(f"unusable part: {self.filename!r}, {self.content_type!r}")

    @property
    def is_invitation(self) -> bool:
        """A calendar that asks for something: RFC 6047 wants its method on the content type."""
        return self.content_type.lower().startswith("text/calendar") and "method=" in self.content_type.lower()

    def as_json(self) -> dict[str, str]:
        encoded = base64.b64encode(self.content).decode("ascii")
        return {"filename": self.filename, "content_type": self.content_type, "content": encoded}

    @classmethod
    def from_json(cls, stored: dict[str, str]) -> "Part":
        return cls(stored["filename"], stored["content_type"], base64.b64decode(stored["content"]))
