"""One way to write an e-mail address, so that the same mailbox is always found again.

The outbox owns the rule, since every mail passes there; people and the apps above read it from here.
"""

from outbox.addresses import normalise_email

__all__ = ["normalise_email"]
