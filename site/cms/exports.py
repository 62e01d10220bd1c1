"""Spreadsheets that leave the admin: no cell of theirs is ever run as a formula (law.md G-13)."""

from typing import Any

from wagtail_modeladmin.views import IndexView

# What a spreadsheet program may take for the beginning of a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: Any) -> Any:
    """`value` with an apostrophe before what a spreadsheet would run; anything but text unchanged."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class SafeExportIndexView(IndexView):
    """The list of a register, whose exported cells are escaped whatever people typed."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        return {field: escape_formula(value) for field, value in row.items()}
