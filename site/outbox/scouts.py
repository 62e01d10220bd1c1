"""A hundredth of a large mailing leaves first: what it meets decides of the others (sending.md V4)."""

# Under this many people the harm done before anybody sees it is small, and waiting costs more than it saves.
LARGE = 10_000
# Three fingerprints in 256, which are drawn as if at random: scouts go to each receiver in proportion of its people.
_DRAWN = ("00", "01", "02")


def is_scout(address_hash: str) -> bool:
    """Whether this address is among those that leave first."""
    return address_hash.startswith(_DRAWN)
