from .consents import Consent, ConsentText
from .exchanges import Exchange, Passage, Voice
from .limits import FormLimit
from .persons import Person
from .users import User

__all__ = ["Consent", "ConsentText", "Exchange", "FormLimit", "Passage", "Person", "User", "Voice"]
