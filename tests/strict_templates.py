"""Makes a variable that our templates use without having received it fail the test.

Templates of Django and Wagtail count on the silence of undefined variables, so only ours are held to it.
`{{ name|default:"…" }}` says that a variable is optional, and is left in peace.
"""

import inspect
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.template import engines
from django.template.base import UNKNOWN_SOURCE, FilterExpression, Node


class UndefinedTemplateVariable(AssertionError):
    """One of our templates uses a variable that nobody gave it."""


class Undefined(str):
    """`string_if_invalid`: true, hence consulted, inside one of our templates; the usual "" elsewhere."""

    def __bool__(self) -> bool:
        frame = inspect.currentframe()
        return not _is_optional(frame) and _is_ours(_template_name(frame))

    def __contains__(self, item: object) -> bool:
        return item == "%s"  # makes Django pass the name of the variable to __mod__

    def __mod__(self, name: object) -> str:
        origin = _template_name(inspect.currentframe())
        raise UndefinedTemplateVariable(f"{name} is undefined in {origin}")


def forbid_undefined_variables() -> None:
    engines["django"].engine.string_if_invalid = Undefined()


def _is_optional(frame: FrameType | None) -> bool:
    while frame:
        expression = frame.f_locals.get("self")
        if isinstance(expression, FilterExpression):
            return bool(expression.filters) and expression.filters[0][0].__name__ in {
                "default",
                "default_if_none",
            }
        frame = frame.f_back
    return False


def _template_name(frame: FrameType | None) -> str:
    """Path of the innermost template being rendered."""
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return UNKNOWN_SOURCE


def _is_ours(origin: str) -> bool:
    """Whether a template is the project's (or a literal in a test), and not a library's."""
    if origin == UNKNOWN_SOURCE:
        return False
    path = Path(origin)
    return path.is_relative_to(settings.PROJECT_DIR) and "site-packages" not in path.parts
