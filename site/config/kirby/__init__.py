"""Bringing a Kirby site in: its folder of contents, versions 2 to 5 (kirby.md)."""
