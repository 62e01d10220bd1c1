"""Contrasts of the palette, computed from the tokens (law.md A-05; look.md 2): text 4.5, interface 3, both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "site" / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});")
ISSUES = ["sapin", "brique", "gentiane", "myrtille", "framboise", "tourbe", "melezin", "lichen"]


def themes() -> dict[str, dict[str, str]]:
    light, _, dark = TOKENS.read_text().partition("@media (prefers-color-scheme: dark)")
    light_tokens = dict(COLOUR.findall(light))
    return {"light": light_tokens, "dark": light_tokens | dict(COLOUR.findall(dark))}


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


TEXT = [
    *[(ink, ground) for ink in ("ink", "grey", "primary", "accent") for ground in ("paper", "surface", "sky")],
    ("ink", "field-ground"),
    ("on-primary", "primary"),
    ("on-accent", "accent"),
    ("on-honey", "honey"),
    *[(f"issue-{name}", ground) for name in ISSUES for ground in ("paper", "surface")],
    *[("on-accent", f"issue-{name}") for name in ISSUES],
]
INTERFACE = [
    *[(part, ground) for part in ("rule", "field-border", "focus") for ground in ("paper", "surface", "sky")],
    ("field-border", "field-ground"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(theme, text, ground):
    tokens = themes()[theme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), INTERFACE)
def test_interface_can_be_seen(theme, part, ground):
    tokens = themes()[theme]
    assert contrast(tokens[part], tokens[ground]) >= 3


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#1E2A26", "#FBF7EF") == pytest.approx(13.9, abs=0.1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_honey_stays_a_ground(theme):
    """look.md 2: honey is never a text; the sheet must not offer it as one."""
    sheets = TOKENS.parent.rglob("*.css")
    assert [str(sheet) for sheet in sheets if re.search(r"(?<!-)color:\s*var\(--honey\)", sheet.read_text())] == []
    assert themes()[theme]["honey"] == "#E8B23A"
