"""What the journal reads. The blocks of articles use `sources`, which knows of its models only those without blocks."""
