"""Finding: one index over all that is public, read by the search of the site and by the directory."""
