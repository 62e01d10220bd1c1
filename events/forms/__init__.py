from .registration import RegistrationForm
from .sessions import ModuleFormSet, SessionForm, SessionFormSet

__all__ = ["ModuleFormSet", "RegistrationForm", "SessionForm", "SessionFormSet"]
