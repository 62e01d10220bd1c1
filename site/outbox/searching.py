"""Finding a message among a million: by the whole address of a person, by a Message-ID, or by words of the subject."""

from django.db.models import QuerySet
from wagtail_modeladmin.helpers.search import BaseSearchHandler

from .models import Content, Message
from .services.erasure import fingerprint

# Subjects that hold the words; more would make a list that nobody reads.
MOST_CONTENTS = 500


class MessageSearchHandler(BaseSearchHandler):
    """An address is looked for by its fingerprint, which an index serves; a piece of one would need every row."""

    show_search_form = True

    def search_queryset(self, queryset: QuerySet[Message], search_term: str, **kwargs: object) -> QuerySet[Message]:
        words = search_term.strip()
        if not words:
            return queryset
        if "@" not in words:
            return _about(queryset, words)
        named = Message.objects.with_message_id(words).values_list("pk", flat=True)
        if found := list(named):
            return queryset.filter(pk__in=found)
        return queryset.filter(address_hash=fingerprint(words.strip("<>")))


def _about(queryset: QuerySet[Message], words: str) -> QuerySet[Message]:
    contents = Content.objects.order_by("-pk")
    for word in words.split():
        contents = contents.filter(subject__icontains=word)
    return queryset.filter(content__in=list(contents.values_list("pk", flat=True)[:MOST_CONTENTS]))
