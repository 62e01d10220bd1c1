from .contents import Content
from .events import DeliveryEvent
from .inbound import InboundMail
from .instance import Instance
from .lanes import Lane
from .mailings import Counts, Mailing
from .messages import Message
from .pacing import Flow, Meter
from .permits import Permit, Suppression

__all__ = [
    "Content",
    "Counts",
    "DeliveryEvent",
    "Flow",
    "InboundMail",
    "Instance",
    "Lane",
    "Mailing",
    "Message",
    "Meter",
    "Permit",
    "Suppression",
]
