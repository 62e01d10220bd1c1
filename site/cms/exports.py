"""Spreadsheets that leave the admin: no cell of theirs is ever run as a formula (law.md G-13)."""

import logging
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from wagtail_modeladmin.views import IndexView

logger = logging.getLogger(__name__)
# What a spreadsheet program may take for the beginning of a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: Any) -> Any:
    """`value` with an apostrophe before what a spreadsheet would run; anything but text unchanged."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class SafeExportIndexView(IndexView):
    """The list of a register, whose exported cells are escaped whatever people typed, and whose exports are logged."""

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        columns = ", ".join(self.list_export)
        logger.info("Account %s exported %s: %s", self.request.user.pk, self.opts.label_lower, columns)
        response: HttpResponseBase = super().as_spreadsheet(queryset, spreadsheet_format)
        return response

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        return {field: escape_formula(value) for field, value in row.items()}
