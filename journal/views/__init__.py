"""Screens of the journal: those of the admin, and those that a link received by mail opens."""
