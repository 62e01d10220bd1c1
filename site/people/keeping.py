"""Which notebooks of confidential exchanges somebody may open (S2-17)."""

from collections.abc import Callable

from django.db.models import QuerySet

from cms.registries import Registry

from .models import Exchange, User

# Declared by the apps above: the exchanges that a keeper may not open any more, a term being over.
Withheld = Callable[[User], QuerySet[Exchange]]
withheld_exchanges: Registry[Withheld] = Registry()


def notebooks_of(user: User) -> QuerySet[Exchange]:
    """Those that `user` keeps and may open now, whether or not the clock has already taken away the others."""
    kept = Exchange.objects.filter(keepers=user)
    for withheld in withheld_exchanges:
        kept = kept.exclude(pk__in=withheld(user).order_by().values("pk"))
    return kept
