"""Spreadsheets that leave the house: no cell of theirs is ever run as a formula (law.md G-13)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from wagtail.log_actions import log
from wagtail_modeladmin.views import IndexView

EXPORTED = "cms.export"
# What a spreadsheet program may take for the beginning of a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(value: Any) -> Any:
    """`value` with an apostrophe before what a spreadsheet would run; anything but text unchanged."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def french_csv(rows: Iterable[Sequence[Any]]) -> str:
    """CSV as spreadsheets in French open it: semicolons, the mark that says UTF-8, and nothing that they would run."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(map(escape_formula, row) for row in rows)
    return f"\ufeff{out.getvalue()}"


class SafeExportIndexView(IndexView):
    """The list of a register, whose exported cells are escaped whatever people typed.

    Each export stands in « Historique du site »: who, when, which list, how many lines (law.md G-13).
    """

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        columns = ", ".join(self.list_export)
        said = {"list": str(self.opts.verbose_name_plural), "columns": columns, "rows": queryset.count()}
        log(instance=self.request.user, action=EXPORTED, user=self.request.user, data=said)
        response: HttpResponseBase = super().as_spreadsheet(queryset, spreadsheet_format)
        return response

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        return {field: escape_formula(value) for field, value in row.items()}
