from .letters import AudienceForm, ErratumForm, PreviewForm, RedactForm, ScheduleForm
from .preferences import AddressForm, PreferencesForm
from .subscribing import SubscribeForm

__all__ = [
    "AddressForm",
    "AudienceForm",
    "ErratumForm",
    "PreferencesForm",
    "PreviewForm",
    "RedactForm",
    "ScheduleForm",
    "SubscribeForm",
]
