"""What the models of the journal announce to its services, which they do not know."""

from django.dispatch import Signal

# Sent when an article reaches « Accord des personnes citées ». Arguments: `article`, `user` (or None).
cited_people_step_began = Signal()
