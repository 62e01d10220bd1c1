"""Who writes: read from the site's identity, never from a template."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address

from cms.models import SiteIdentity
from cms.statements import Prepared

_IDENTITY = Prepared(lambda: SiteIdentity.objects.filter(site__is_default_site=True).order_by("pk")[:1])


@dataclass(frozen=True)
class Sender:
    """The association as a mail shows it."""

    name: str
    email: str
    site_name: str
    tagline: str
    postal_address: str
    contact_email: str
    base_url: str

    @property
    def domain(self) -> str:
        """The domain of our Message-ID and List-Id: the one our mail is signed for."""
        return self.email.rpartition("@")[2]

    @property
    def header(self) -> str:
        """The From header, its name encoded when it has accents."""
        return sanitize_address((self.name, self.email), "utf-8")


def current_sender() -> Sender:
    """The sender of the default site; what is not filled in falls back on DEFAULT_FROM_EMAIL. One query."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    identity = next(iter(_IDENTITY()), None) or SiteIdentity()
    return Sender(
        name=identity.sender_name or identity.name or name,
        email=identity.sender_email or email,
        site_name=identity.name or name or settings.WAGTAIL_SITE_NAME,
        tagline=identity.tagline,
        postal_address=identity.postal_address,
        contact_email=identity.contact_email or identity.sender_email or email,
        base_url=settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
    )
