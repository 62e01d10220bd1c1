"""How many people at once, in which order, and how fast: see `__main__`."""
