"""An issue on paper: what is in it, how it is laid out, and the files that come out."""
