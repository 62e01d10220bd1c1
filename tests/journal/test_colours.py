"""The eight colours of issues, read in both themes (look.md section 2)."""

import re

import pytest
from django.conf import settings

from journal.enums import IssueColour

CSS = settings.PROJECT_DIR / "site" / "static" / "css"
LIGHT, DARK = (CSS / "tokens.css").read_text().split("prefers-color-scheme: dark")


def token(theme: str, name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9A-Fa-f]{{6}});", theme)
    assert found, name
    return found[1]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_an_editor_chooses_among_the_colours_of_the_tokens() -> None:
    assert sorted(IssueColour.values) == sorted(set(re.findall(r"--issue-([a-z]+):", LIGHT)))
    assert len(IssueColour.values) == 8


def test_each_colour_has_its_class() -> None:
    css = (CSS / "apps" / "journal.css").read_text()
    classes = re.findall(r"^\.issue-(\w+) \{ --issue: var\(--issue-(\w+)\); \}$", css, re.MULTILINE)
    assert sorted(classes) == sorted((value, value) for value in IssueColour.values)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", IssueColour.values)
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_each_colour_is_readable_as_text_and_under_text(theme: str, colour: str, ground: str) -> None:
    """The cover writes in paper on the colour; articles write in the colour on paper and on seed packets."""
    assert contrast(token(theme, f"issue-{colour}"), token(theme, ground)) >= 4.5
