"""How many copies of an issue are printed."""

from django.db.models import Sum

from ..models import IssuePage, PrintRun


def copies_of(issue: IssuePage) -> int | None:
    """All the print runs of `issue` together; None before the first is noted."""
    total: int | None = PrintRun.objects.filter(issue=issue).aggregate(total=Sum("copies"))["total"]
    return total
