"""What events announces to the apps above, which it does not know."""

from django.dispatch import Signal

# Sent after the commit, with `send_robust`, once for each stored wish. Argument: `wish` (events.models.Wish).
# A receiver that misses it finds the wish again through `Wish.handled_at`, which it sets.
wish_stored = Signal()
