from .consents import Consent, ConsentText
from .persons import Person
from .users import User

__all__ = ["Consent", "ConsentText", "Person", "User"]
