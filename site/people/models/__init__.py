from .consents import Consent, ConsentText
from .limits import FormLimit
from .persons import Person
from .users import User

__all__ = ["Consent", "ConsentText", "FormLimit", "Person", "User"]
