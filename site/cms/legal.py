"""Which legal notices a site still lacks (law.md M-01 to M-04)."""

from .models import SiteIdentity

COMPULSORY_NOTICES = (
    "name",
    "legal_form",
    "postal_address",
    "phone",
    "contact_email",
    "publication_director",
    "host_name",
    "host_address",
    "host_phone",
)


def missing_notices(identity: SiteIdentity) -> list[str]:
    """The French names of the compulsory notices that `identity` leaves empty, in the order of the form."""
    return [
        str(SiteIdentity._meta.get_field(name).verbose_name)
        for name in COMPULSORY_NOTICES
        if not str(getattr(identity, name)).strip()
    ]
