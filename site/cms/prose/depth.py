"""How deep an HTML text nests, told before any parser is asked: parsers slow down or break on what is too deep."""

import re

# Elements inside one another: no page has so many, and each program that reads them slows or breaks beyond.
DEEPEST = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
# Those that stand alone, and those whose end is often left out.
_SHALLOW = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col", "embed", "track"}
_SHALLOW |= {"p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option", "colgroup"}


def is_too_deep(html: str) -> bool:
    """Whether `html` nests more than DEEPEST elements."""
    depth, program = 0, ""
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if program:
            program = "" if found[1] and name == program else program
        elif found[1]:
            depth = max(depth - (name not in _SHALLOW), 0)
        elif name in ("script", "style"):
            program = name
        elif not found[3] and name not in _SHALLOW:
            depth += 1
        if depth > DEEPEST:
            return True
    return False
