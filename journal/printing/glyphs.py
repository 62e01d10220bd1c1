"""What our fonts can write. A letter they lack would bring a font of the machine into the file (traps PT-2, PT-3)."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = Path(settings.PROJECT_DIR) / "site" / "static" / "fonts"
FACES = ("source-serif-4-{}-wght-normal", "fraunces-{}-opsz-normal", "bricolage-grotesque-{}-wght-normal")
# Signs that have another way to be written. U+202F is made by the layout engine from the width of a space.
INSTEAD = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2192": "›",
    "\u2197": "›",
    "\u2116": "n°",
    "\u1d49": "e",
    "\u2022": "·",
}
MADE_BY_THE_ENGINE = {"\n", "\t", "\r", "\u202f", "\u200b", "\ufeff", "\u2009", "\u200d", "\ufe0f"}


@lru_cache(maxsize=1)
def known_signs() -> frozenset[str]:
    """Every character that all the families of the paper can write."""
    families = [_signs_of(face.format("latin")) | _signs_of(face.format("latin-ext")) for face in FACES]
    return frozenset.intersection(*families) | MADE_BY_THE_ENGINE


def _signs_of(name: str) -> frozenset[str]:
    with TTFont(FONTS / f"{name}.woff2", lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


def writable(html: str) -> tuple[str, str]:
    """`html` with only signs that our fonts have, and the signs that were taken away, once each."""
    unknown = sorted(set(html) - known_signs())
    lost = "".join(sign for sign in unknown if sign not in INSTEAD)
    table = {ord(sign): INSTEAD.get(sign, "") for sign in unknown}
    return html.translate(table), lost
