"""The story of a message, in the order it happened."""

from dataclasses import dataclass
from datetime import datetime

from .enums import MessageState
from .models import Message


@dataclass(frozen=True)
class Step:
    at: datetime
    label: str
    detail: str = ""


def history(message: Message) -> list[Step]:
    """What the row and its events tell, oldest first. One query."""
    steps = [Step(message.created_at, "écrit")]
    if message.departed_at:
        label = "départ" if message.attempts < 2 else f"dernier départ (essai n° {message.attempts})"
        steps.append(Step(message.departed_at, label))
    steps += [Step(event.at, event.get_kind_display(), event.detail) for event in message.events.order_by("at", "pk")]
    if message.settled_at:
        told = " ".join(part for part in (message.get_reason_display(), message.response) if part)
        steps.append(Step(message.settled_at, message.get_state_display(), told))
    if message.retry_after and message.state in (MessageState.RETRY, MessageState.READY):
        steps.append(Step(message.retry_after, "prochain essai prévu", message.response))
    return sorted(steps, key=lambda step: step.at)
