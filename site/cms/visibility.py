"""Whether everybody may read a page: what a draft or a private page says must not leak through another one."""

from typing import Any


def if_public(page: Any) -> Any:
    """`page` when it is live and neither it nor a page above is private; else None. One query."""
    if page is None or not page.live or page.get_view_restrictions().exists():
        return None
    return page
