"""Numbers that somebody may type in an address or a form: whatever stands there, nothing breaks."""

# Python refuses to read very long numbers, and a database holds none of twenty figures.
MOST_FIGURES = 18


class NumberConverter:
    """`<number:pk>` in an address: what no database could hold is no address, and answers 404.

    Django's own `int` lets twenty figures through, and SQLite breaks on them for the key of a page.
    """

    regex = f"[0-9]{{1,{MOST_FIGURES}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def number_in(text: str) -> int:
    """The number that `text` writes; 0, which no row has for a key, when it is anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES else 0
