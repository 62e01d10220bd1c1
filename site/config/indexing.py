"""The indexes of pages, written once for each page that is brought in rather than after each of its saves."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.search.sources import by_class, indexed_together


@contextmanager
def indexed_at_the_end(written: Collection[Page]) -> Iterator[None]:
    """Inside, a page that is saved three times is not indexed thrice; at the end, each of `written` is, once.

    For a command, in a process of its own: nobody else saves a page meanwhile.
    """
    models = [model for model in get_indexed_models() if issubclass(model, Page)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update(), indexed_together():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    _index(written)


def _index(written: Collection[Page]) -> None:
    for page in written:
        ReferenceIndex.create_or_update_for_object(page)
    for alike in by_class(written):
        model: Any = type(alike[0])
        wanted = model.get_indexed_objects().filter(pk__in=[page.pk for page in alike])
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, list(wanted))
