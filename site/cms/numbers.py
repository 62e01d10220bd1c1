"""Numbers that somebody may type in an address or a form: whatever stands there, nothing breaks."""

# Python refuses to read very long numbers, and a database holds none of twenty figures.
MOST_FIGURES = 18


def number_in(text: str) -> int:
    """The number that `text` writes; 0, which no row has for a key, when it is anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES else 0
