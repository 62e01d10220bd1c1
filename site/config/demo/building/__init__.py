"""Making the demonstration, with the factories of the tests."""

from .services import build_demo

__all__ = ["build_demo"]
