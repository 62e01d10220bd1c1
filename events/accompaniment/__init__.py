"""Accompaniment by a neutral third party (S2): asked, followed, handed over to the group that owns it."""
