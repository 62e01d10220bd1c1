class OutboxError(Exception):
    """What an outbox service refuses, in French words meant for the person at the screen."""
