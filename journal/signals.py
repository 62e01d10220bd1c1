"""What the models of the journal announce to its services, which they do not know."""

from django.dispatch import Signal

# Sent when an article reaches « Accord des personnes citées ». Arguments: `article`, `user` (or None).
cited_people_step_began = Signal()
# Sent when everybody agrees to words that nobody proofread: that step began again. Argument: `article`.
proofreading_began_again = Signal()
