"""Why a text was not taken: said in French to who gave it."""


class TextRefused(ValueError):
    """Nothing was read or written; the message says why."""
