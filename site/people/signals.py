"""What people announces to the apps above, which it does not know."""

from django.dispatch import Signal

# Sent in the transaction of the withdrawal, with `send_robust`: nothing stops anybody from withdrawing. Argument:
# `consent` (people.models.Consent). A receiver that fails finds the withdrawal again through `withdrawn_at`.
consent_withdrawn = Signal()
