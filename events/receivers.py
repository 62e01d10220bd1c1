"""What events does when Wagtail says that something happened."""

from typing import Any

from .models import WorkshopPage
from .services.preparation import ask_reason_after


def on_published(*, instance: Any, **kwargs: Any) -> None:
    """S3-18 holds on every road to publication, those that call no hook too: approval, several pages, a set hour."""
    if isinstance(instance, WorkshopPage):
        ask_reason_after(instance)
