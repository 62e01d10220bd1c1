"""One article of another site, whatever program held it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

LARGEST_FILE = 200 * 1024 * 1024
MOST_ITEMS = 20_000
PATH_LIMIT = 500


@dataclass
class Item:
    """`key` is the same from one import to the next; `kind` is a name of `texts.kinds.KINDS`; `html` is as found."""

    key: str
    title: str
    html: str
    kind: str = "actualite"
    summary: str = ""
    day: date | None = None
    address: str = ""
    topics: list[str] = field(default_factory=list)
    is_draft: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def old_path(self) -> str:
        """Where it stood, as a path with its question mark: `/spip.php?article12`; nothing when it is no address."""
        try:
            parts = urlsplit(self.address)
        except ValueError:
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def path(self) -> str:
        """`key`, in the length of `ImportedSource.path`: two that only end otherwise stay two."""
        if len(self.key) <= PATH_LIMIT:
            return self.key
        return f"{self.key[: PATH_LIMIT - 64]}{hashlib.sha256(self.key.encode()).hexdigest()}"

    @property
    def digest(self) -> str:
        told = (self.title, self.html, self.summary, str(self.day), str(self.is_draft), *sorted(self.topics))
        return hashlib.sha256("\0".join(told).encode()).hexdigest()
