"""Where the short addresses lead today."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.visibility import if_public
from events.selectors import public_seed
from people.models import User

from ..enums import AddressKind
from ..models import IssuePage, ShortAddress


@dataclass(frozen=True)
class Destination:
    """Where a printed address leads; without `url`, what was announced is not there, and `issue_url` may help."""

    address: ShortAddress
    url: str = ""
    issue_url: str = ""

    @property
    def is_dead(self) -> bool:
        """It leads nowhere though its issue came out: readers hold it (PR-06)."""
        issue = self.address.issue
        return not self.url and issue is not None and bool(issue.live or issue.first_published_at)


def destination_of(address: ShortAddress) -> Destination:
    """The public page behind `address`, wherever it moved; its issue when the page is gone or not out yet."""
    issue = if_public(address.issue)
    issue_url = issue.full_url if issue else ""
    if address.kind == AddressKind.ISSUE:
        return Destination(address, url=issue_url)
    if address.kind == AddressKind.SEED:
        seed = public_seed(address.seed.slug) if address.seed else None
        return Destination(address, url=seed.get_absolute_url() if seed else "", issue_url=issue_url)
    article = if_public(address.article)
    return Destination(address, url=article.full_url if article else "", issue_url=issue_url)


def all_addresses() -> QuerySet[ShortAddress]:
    return ShortAddress.objects.select_related("issue", "article", "seed").order_by("code")


def dead_addresses(issue: IssuePage) -> list[ShortAddress]:
    """What `issue` printed that leads nowhere any more."""
    return [address for address in all_addresses().filter(issue=issue) if destination_of(address).is_dead]


def keepers_of(issue: IssuePage) -> QuerySet[User]:
    """Who can put a page of `issue` back online."""
    allowed = PagePermissionPolicy().users_with_permission_for_instance("publish", issue)
    return allowed.filter(is_active=True).order_by("pk")
