from .letters import ErratumForm, PreviewForm, RedactForm, ScheduleForm
from .subscribing import SubscribeForm

__all__ = ["ErratumForm", "PreviewForm", "RedactForm", "ScheduleForm", "SubscribeForm"]
