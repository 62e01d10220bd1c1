"""The wish to stop, raised by a signal in the thread that is working."""


class Stop:
    """A flag. Not `threading.Event`: its `set` waits for ever when the signal interrupts its own `wait`."""

    def __init__(self) -> None:
        self._raised = False

    def set(self) -> None:
        self._raised = True

    def is_set(self) -> bool:
        return self._raised
