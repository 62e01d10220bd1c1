"""Spreadsheets that leave the house: no cell of theirs is ever run as a formula (law.md G-13)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
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


def as_cell(value: Any) -> Any:
    """`value` as a spreadsheet shows it: nothing where nothing was said, yes or no in words, the hour it is here."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | float | Decimal | date | time):
        return value
    return escape_formula(str(value))


class SafeExportIndexView(IndexView):
    """The list of a register, whose exported cells are escaped whatever people typed.

    Each export stands in « Historique du site »: who, when, which list, how many lines (law.md G-13). The register
    says no column to who may not take it away: they see no button, and its address is refused.
    """

    list_export: Sequence[Any]

    def more_columns(self, queryset: QuerySet[Any]) -> Sequence[Callable[[Any], Any]]:
        """Columns that only these rows call for, as `list_export` takes them."""
        return ()

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        if not self.list_export:
            raise PermissionDenied
        self.list_export = (*self.list_export, *self.more_columns(queryset))
        columns = ", ".join(map(str, self.list_export))
        said = {"list": str(self.opts.verbose_name_plural), "columns": columns, "rows": queryset.count()}
        log(instance=self.request.user, action=EXPORTED, user=self.request.user, data=said)
        response: HttpResponseBase = super().as_spreadsheet(queryset, spreadsheet_format)
        return response

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: as_cell(lookup_field(field, item, self.model_admin)[2]) for field in self.list_export}

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        """With one capital, as French writes it."""
        return capfirst(str(label_for_field(field, model=self.model, model_admin=self.model_admin)))

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        yield french_csv([headings, *(list(self.to_row_dict(item).values()) for item in queryset)]).encode()
