from .changing import ChangeForm
from .registration import RegistrationForm
from .sessions import ModuleFormSet, SessionForm, SessionFormSet

__all__ = ["ChangeForm", "ModuleFormSet", "RegistrationForm", "SessionForm", "SessionFormSet"]
