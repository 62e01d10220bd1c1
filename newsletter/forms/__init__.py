from .letters import ErratumForm, PreviewForm, RedactForm, ScheduleForm
from .preferences import AddressForm, PreferencesForm
from .subscribing import SubscribeForm

__all__ = [
    "AddressForm",
    "ErratumForm",
    "PreferencesForm",
    "PreviewForm",
    "RedactForm",
    "ScheduleForm",
    "SubscribeForm",
]
