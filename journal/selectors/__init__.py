"""What the journal reads. `sources` knows no model of the journal, since the blocks of its models use it."""
