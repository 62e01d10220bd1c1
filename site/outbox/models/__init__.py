from .contents import Content
from .events import DeliveryEvent
from .inbound import InboundMail
from .mailings import Counts, Mailing
from .messages import Message
from .permits import Permit, Suppression

__all__ = ["Content", "Counts", "DeliveryEvent", "InboundMail", "Mailing", "Message", "Permit", "Suppression"]
