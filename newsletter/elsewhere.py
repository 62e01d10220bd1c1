"""What the rest of the site tells of the infolettre."""

from django.urls import reverse


def public_addresses() -> list[str]:
    """Pages for everybody that no editor writes: where each project stands, subscribing, what may be followed."""
    return [reverse(f"newsletter:{name}") for name in ("chains", "subscribe", "followable")]
