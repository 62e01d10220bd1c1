"""Lists that come from elsewhere: read, judged row by row, and only then written (`services.importing`)."""
