"""What the place where blocks are read gives them: here paper, as the feeds and the e-book do for screens."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Paper:
    """Where pictures are taken from on paper: the default storage, three hundred dots an inch at most."""

    seed_addresses: dict[int, str] = field(default_factory=dict)
    is_paper = True
    widths = {"column": 760, "page": 1500}

    def picture(self, image: Any, width: str) -> str:
        rendition = image.get_rendition(f"width-{self.widths[width]}|format-jpeg|jpegquality-82")
        return f"media:///{rendition.file.name}"
