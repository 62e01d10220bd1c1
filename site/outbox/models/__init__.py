from .contents import Content
from .events import DeliveryEvent
from .mailings import Counts, Mailing
from .messages import Message
from .permits import Permit, Suppression

__all__ = ["Content", "Counts", "DeliveryEvent", "Mailing", "Message", "Permit", "Suppression"]
