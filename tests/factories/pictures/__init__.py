"""Pictures drawn here, for the tests and the demonstration: same name, same picture, to the byte."""

from .catalogue import CATALOGUE, Drawing, draw

__all__ = ["CATALOGUE", "Drawing", "draw"]
