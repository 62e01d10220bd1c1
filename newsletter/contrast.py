"""Contrast of a mail, computed on its inlined styles, by day and by night (law.md A-05, D-09; WCAG 2.1, 1.4.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import css_inline
from bs4 import BeautifulSoup, Comment, NavigableString, Tag

_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_STYLE = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\b")
_RGB = re.compile(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)")
_NAMED = {"white": "#ffffff", "black": "#000000", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080"}
UNSEEN = ("script", "style", "title", "head")

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class LowContrast:
    text: str
    ratio: float


@dataclass(frozen=True)
class _Look:
    """What an element inherits: its colours, its size in pixels and its weight."""

    colour: Colour = (0, 0, 0)
    ground: Colour = (255, 255, 255)
    size: float = 16.0
    bold: bool = False
    hidden: bool = False

    @property
    def needed(self) -> float:
        """4.5, or 3 from 24 px, or 18.66 px in bold."""
        return 3.0 if self.size >= 24 or (self.bold and self.size >= 18.66) else 4.5


def low_contrasts(html: str) -> list[LowContrast]:
    """The texts of `html` that stand out too little from their ground, in the order of the mail, each once."""
    found = _below(BeautifulSoup(html, "html.parser"), _Look())
    return list(dict.fromkeys(found))


def darkened(html: str) -> str:
    """`html` as a reader in dark mode sees it: the rules of its media query, on its elements."""
    rules = "".join(_DARK.findall(html))
    return css_inline.inline_fragment(html, rules, keep_at_rules=False, load_remote_stylesheets=False)


def ratio_of(one: Colour, other: Colour) -> float:
    """Between 1 and 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _below(node: Tag, look: _Look) -> Iterator[LowContrast]:
    for child in node.children:
        if isinstance(child, Tag):
            inside = _look_of(child, look)
            if not inside.hidden and child.name not in UNSEEN:
                yield from _below(child, inside)
        elif isinstance(child, NavigableString) and not isinstance(child, Comment) and child.strip():
            ratio = ratio_of(look.colour, look.ground)
            if ratio < look.needed:
                yield LowContrast(" ".join(child.split()), round(ratio, 2))


def _look_of(tag: Tag, above: _Look) -> _Look:
    style = {
        name.lower(): value.replace("!important", "").strip()
        for name, value in _STYLE.findall(str(tag.get("style") or ""))
    }
    size = re.match(r"([\d.]+)px", style.get("font-size", ""))
    weight = style.get("font-weight", "700" if tag.name in ("b", "strong", "h1", "h2", "h3", "th") else "")
    return replace(
        above,
        colour=_colour(style.get("color", "")) or above.colour,
        ground=_colour(style.get("background-color", style.get("background", ""))) or above.ground,
        size=float(size[1]) if size else above.size,
        bold=weight in ("bold", "700", "800", "900") if weight else above.bold,
        hidden=style.get("display") == "none",
    )


def _colour(value: str) -> Colour | None:
    value = _NAMED.get(value.lower(), value)
    if found := _HEX.search(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.search(value):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
