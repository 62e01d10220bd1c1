"""Where the short addresses lead today."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cms.visibility import if_public

from ..enums import AddressKind
from ..models import IssuePage, ShortAddress


@dataclass(frozen=True)
class Destination:
    """Where a printed address leads; without `url`, what was announced is not there, and `issue_url` may help."""

    address: ShortAddress
    url: str = ""
    issue_url: str = ""


def destination_of(address: ShortAddress) -> Destination:
    """The public page behind `address`, wherever it moved; its issue when the page is gone or not out yet."""
    issue = if_public(address.issue)
    issue_url = issue.full_url if issue else ""
    if address.kind == AddressKind.ISSUE:
        return Destination(address, url=issue_url)
    if address.kind == AddressKind.SEED:
        return Destination(address, url=address.seed.get_absolute_url() if address.seed else "", issue_url=issue_url)
    article = if_public(address.article)
    return Destination(address, url=article.full_url if article else "", issue_url=issue_url)


def all_addresses() -> QuerySet[ShortAddress]:
    return ShortAddress.objects.select_related("issue", "article", "seed").order_by("code")


def dead_addresses(issue: IssuePage) -> list[ShortAddress]:
    """What `issue` printed that leads nowhere though it is out: its editors are told (PR-06)."""
    found = [destination_of(address) for address in all_addresses().filter(issue=issue)]
    return [where.address for where in found if not where.url and where.issue_url]
