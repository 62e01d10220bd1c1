"""Lists of registers that may hold a million rows: none of them is counted, sorted or searched from end to end."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator
from wagtail_modeladmin.views import IndexView

# Further than anybody turns pages; beyond, one searches or filters.
ENOUGH = 10_000


def bounded_count(rows: QuerySet[Any]) -> int:
    """How many rows, `ENOUGH + 1` standing for more."""
    return rows.order_by()[: ENOUGH + 1].count()


def in_words(number: int) -> str:
    """A bounded count as it may be said: « plus de 10 000 »."""
    return f"{min(number, ENOUGH):,}".replace(",", "\u202f") if number <= ENOUGH else "plus de 10\u202f000"


class BoundedPaginator(WagtailPaginator):
    """The first ten thousand rows, page by page."""

    @cached_property
    def met(self) -> int:
        return bounded_count(self.object_list)

    @cached_property
    def count(self) -> int:
        return min(self.met, ENOUGH)

    @cached_property
    def items_count_label(self) -> str:
        name = self.verbose_name if self.met == 1 else self.verbose_name_plural
        return f"{in_words(self.met)} {name}"


class LargeIndexView(IndexView):
    """The list of a large register: bounded counts, and the only order that an index serves."""

    paginator_class = BoundedPaginator
    sortable_by = ()

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return list(self.get_default_ordering(request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator: Paginator[Any] = self.paginator_class(self.queryset, self.items_per_page)
        page = paginator.get_page(self.page_num or 1)
        known = bounded_count(self.get_base_queryset())
        shown: dict[str, Any] = {
            "view": self,
            "all_count": in_words(known) if known else 0,
            "result_count": in_words(paginator.met),  # type: ignore[attr-defined]
            "paginator": paginator,
            "page_obj": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "object_list": page.object_list,
            "user_can_create": self.permission_helper.user_can_create(self.request.user),
            "show_search": self.search_handler.show_search_form,
        }
        # Not that of IndexView, which counts every row twice.
        context: dict[str, Any] = super(IndexView, self).get_context_data(**{**shown, **kwargs})
        return context
