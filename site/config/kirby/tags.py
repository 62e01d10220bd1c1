"""KirbyTags: `(image: photo.jpg alt: Une salle)` (kirby.md section 3)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ATTRIBUTES = {
    "date": "",
    "email": "class rel target text title popup",
    "file": "class download rel target text title popup",
    "gist": "file",
    "image": "alt caption class height imgclass link linkclass rel srcset target title width popup",
    "link": "class lang rel role target title text popup",
    "tel": "class rel text title",
    "video": (
        "autoplay caption controls class disablepictureinpicture height loop muted playsinline poster preload style"
        " width"
    ),
    # Kirby 2.
    "twitter": "class rel target text title popup",
    "youtube": "caption class height width",
    "vimeo": "caption class height width",
}
_OPENING = re.compile(r"\(([A-Za-z0-9_-]+):")


@dataclass(frozen=True)
class KirbyTag:
    """A tag and its attributes, the first of which is its own type; `raw` is the text it was read from."""

    kind: str
    attributes: dict[str, str]
    raw: str

    @property
    def value(self) -> str:
        return self.attributes[self.kind]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def parse(raw: str) -> KirbyTag | None:
    """The tag written in `raw`, parentheses included; None when it is none of Kirby's."""
    opening = _OPENING.match(raw)
    if not opening or opening[1].lower() not in ATTRIBUTES or _ends(raw).get(0) != len(raw):
        return None
    kind = opening[1].lower()
    names = "|".join([kind, *ATTRIBUTES[kind].split()])
    parts = re.split(rf"(?i)(?:^|\s)?\b({names}):(?!//)", raw[1:-1].strip())
    attributes: dict[str, str] = {}
    for name, value in zip(parts[1::2], parts[2::2], strict=True):
        attributes[name.lower()] = value.strip()
    return KirbyTag(kind, attributes, raw)


def replace(text: str, render: Callable[[KirbyTag], str]) -> str:
    """`text` with each tag replaced by what `render` makes of it. Parentheses are balanced, as since Kirby 3.

    The address of a Markdown link, `[Appeler](tel:0492000000)`, is no tag: Kirby takes it for one, we keep the link.
    """
    pieces: list[str] = []
    place = 0
    for start, end in _spans(text):
        tag = parse(text[start:end]) if start >= place else None
        if tag and not (start and text[start - 1] == "]"):
            pieces += [text[place:start], render(tag)]
            place = end
    return "".join([*pieces, text[place:]])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    ends = _ends(text)
    for opening in _OPENING.finditer(text):
        if end := ends.get(opening.start()):
            yield opening.start(), end


def _ends(text: str) -> dict[int, int]:
    """Where each parenthesis that closes does. In one reading: thousands that never close would take hours."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"[()]", text):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.end()
    return ends
