"""Bringing another site in: the export of a WordPress site, the feed or the saved pages of a SPIP site."""
